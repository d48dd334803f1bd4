// The messages of the open chat: scrolling, days, new ones, older ones.

import { bubble, unsentBubble } from "./bubble.js";
import { byId, el, fill } from "./dom.js";
import { t } from "./i18n.js";
import { dayLabel, dayOf } from "./time.js";

const NEAR = 90; // pixels from the end that still count as reading the newest
const MOST_SHOWN = 600;
const LEFT_SHOWN = 400;

export class Thread {
  /** `on`: what bubbles need, and older() to ask for earlier messages, trimmed(count) when the oldest were dropped. */
  constructor(on) {
    this.on = on;
    this.scroll = byId("scroll");
    this.list = byId("messages");
    this.pending = byId("unsent");
    this.pill = byId("pill");
    this.nodes = new Map();
    this.chatId = null;
    this.named = false;
    this.me = null;
    this.stuck = true; // at the end, and to stay there
    this.missed = 0;
    this.loading = false;
    this.scroll.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.pill.addEventListener("click", () => this.toEnd());
    byId("older").addEventListener("click", () => this.askOlder());
    this.list.addEventListener("load", () => { if (this.stuck) this.toEnd(); }, true); // pictures have no height before
    const resized = () => { if (this.stuck) this.toEnd(); }; // the keyboard came up, or the text grew a line
    if (window.ResizeObserver) new ResizeObserver(resized).observe(this.scroll);
    else window.addEventListener("resize", resized);
  }

  get fromEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight;
  }

  /** Shows a chat from its state. Showing the same chat again (language, reconnection) keeps the place. */
  show(id, chat, me) {
    const place = id === this.chatId && me === this.me && !this.stuck ? this.fromEnd : null;
    this.chatId = id;
    this.me = me;
    this.named = chat.info !== null && chat.info.kind !== "private";
    this.loading = false;
    this.nodes.clear();
    this.list.setAttribute("aria-busy", "true");
    fill(this.list, ...this.build(chat.messages, ""));
    this.list.removeAttribute("aria-busy");
    this.setMore(chat.more);
    this.showNothing(chat.messages.length === 0);
    if (place === null) this.toEnd();
    else this.scroll.scrollTop = this.scroll.scrollHeight - this.scroll.clientHeight - place;
    this.paintPill();
  }

  showNothing(empty) {
    const node = byId("nothing");
    node.hidden = !empty;
    node.textContent = empty ? t("no-messages") : "";
  }

  setMore(more) {
    this.more = more;
    const older = byId("older");
    older.hidden = !more;
    older.textContent = t(this.loading ? "loading" : "older");
  }

  make(message) {
    const node = bubble(message, this.me, this.named, this.on);
    this.nodes.set(message.id, node);
    return node;
  }

  separator(day) {
    return el("li", { class: "day", "data-day": day }, dayLabel(day));
  }

  /** Nodes for messages in order, with a separator wherever the day changes from `before` on. */
  build(messages, before) {
    const nodes = [];
    for (const message of messages) {
      const day = dayOf(message.at);
      if (day !== before) nodes.push(this.separator(day));
      nodes.push(this.make(message));
      before = day;
    }
    return nodes;
  }

  append(message) {
    const last = this.list.lastElementChild;
    const stay = this.stuck || message.from.id === this.me;
    this.list.append(...this.build([message], last ? dayOf(last.dataset.at) : ""));
    this.showNothing(false);
    if (stay) {
      this.toEnd();
      this.trim();
    } else {
      this.missed += 1;
      this.paintPill();
    }
  }

  edit(message) {
    const old = this.nodes.get(message.id);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.data : undefined;
    const node = this.make(message);
    old.replaceWith(node);
    if (focused !== undefined) for (const key of node.querySelectorAll(".key")) if (key.dataset.data === focused) key.focus();
    if (this.stuck) this.toEnd();
  }

  prepend(messages, more) {
    this.loading = false;
    const place = this.fromEnd;
    const first = this.list.firstElementChild;
    const joined = messages.length > 0 && first && first.dataset.day === dayOf(messages[messages.length - 1].at);
    if (joined) first.remove();
    this.list.prepend(...this.build(messages, ""));
    this.setMore(more);
    this.scroll.scrollTop = this.scroll.scrollHeight - this.scroll.clientHeight - place;
  }

  /** Drops the oldest of very many while the reader is at the end: old phones stay quick. */
  trim() {
    if (this.nodes.size <= MOST_SHOWN) return;
    let drop = this.nodes.size - LEFT_SHOWN;
    this.on.trimmed(drop);
    for (const [id, node] of this.nodes) {
      if (drop-- <= 0) break;
      this.nodes.delete(id);
      node.remove();
    }
    while (this.list.firstElementChild && this.list.firstElementChild.dataset.day && this.list.children[1] && this.list.children[1].dataset.day) this.list.firstElementChild.remove();
    this.setMore(true);
    this.toEnd();
  }

  showUnsent(entries, me) {
    const grown = entries.length > this.pending.children.length;
    fill(this.pending, ...entries.map((entry) => unsentBubble(entry.frame, me, entry.state, entry.reason, this.on)));
    if (grown || this.stuck) this.toEnd();
  }

  askOlder() {
    if (this.loading || !this.more) return;
    this.loading = this.on.older();
    this.setMore(this.more);
  }

  scrolled() {
    this.stuck = this.fromEnd < NEAR;
    if (this.stuck) this.missed = 0;
    this.paintPill();
    if (this.scroll.scrollTop < 160 && this.scroll.scrollHeight > this.scroll.clientHeight + 200) this.askOlder();
  }

  paintPill() {
    const away = !this.stuck && this.fromEnd > this.scroll.clientHeight;
    this.pill.hidden = this.missed === 0 && !away;
    this.pill.textContent = this.missed > 0 ? `↓ ${t("new-messages", { n: this.missed })}` : `↓ ${t("to-end")}`;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.stuck = true;
    this.missed = 0;
    this.pill.hidden = true;
  }

  /** Brings a message into view and marks it for a moment; false if it is not loaded. */
  jump(id) {
    const node = this.nodes.get(id);
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("found");
    void node.offsetWidth; // restarts the animation
    node.classList.add("found");
    return true;
  }

  /** The room's day has changed: «today» in the separators is another one now. */
  renameDays() {
    for (const node of this.list.querySelectorAll(".day")) node.textContent = dayLabel(node.dataset.day);
  }
}
