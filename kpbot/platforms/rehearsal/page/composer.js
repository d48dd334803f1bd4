// Where one writes: text, photos and files, the message replied to, and the menu of commands.

import { Attachments } from "./attachments.js";
import { byId, el, fill, icon, nameOf } from "./dom.js";
import { t } from "./i18n.js";
import { gist } from "./sidebar.js";
import { complain } from "./toast.js";

// report waits for what one wants to report; the others go at once.
const COMMANDS = [["today", true], ["me", true], ["report", false], ["board", true], ["help", true]];
const TALLEST = 140; // pixels

export class Composer {
  /** `say({text, photos, files, reply_to})` sends. */
  constructor(say) {
    this.say = say;
    this.text = byId("text");
    this.menu = byId("commands");
    this.slash = byId("slash");
    this.reply = null;
    this.drafts = new Map();
    this.chat = null;
    this.attachments = new Attachments(() => this.refresh());
    this.listen();
    this.paintMenu();
  }

  listen() {
    byId("composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.text.addEventListener("input", () => {
      this.refresh();
      this.openMenu(this.text.value === "/");
    });
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("paste", (event) => this.drop(event, event.clipboardData));
    byId("chat").addEventListener("dragover", (event) => event.preventDefault());
    byId("chat").addEventListener("drop", (event) => this.drop(event, event.dataTransfer));
    this.slash.addEventListener("click", () => {
      this.openMenu(this.menu.hidden);
      if (!this.menu.hidden) this.menu.firstElementChild.focus();
    });
    this.menu.addEventListener("keydown", (event) => this.menuKey(event));
    document.addEventListener("mousedown", (event) => {
      if (!this.menu.contains(event.target) && !this.slash.contains(event.target)) this.openMenu(false);
    });
    byId("photo-input").addEventListener("focus", () => byId("photo-label").classList.add("focused"));
    byId("photo-input").addEventListener("blur", () => byId("photo-label").classList.remove("focused"));
  }

  key(event) {
    // While an input method is composing, Enter chooses a word; Safari reports that as keyCode 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.openMenu(false);
      this.setReply(null);
    }
  }

  menuKey(event) {
    const items = Array.from(this.menu.children);
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") {
      this.openMenu(false);
      this.slash.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].focus();
    }
  }

  drop(event, data) {
    const files = data ? Array.from(data.files) : [];
    if (event.type === "drop") event.preventDefault();
    if (files.length === 0) return;
    event.preventDefault();
    this.attachments.add(files);
  }

  paintMenu() {
    fill(this.menu, ...COMMANDS.map(([name, atOnce]) => el("button", {
      type: "button", class: "command", role: "menuitem", testid: `command-${name}`, on: { click: () => this.command(name, atOnce) },
    }, el("span", { class: "command-name" }, t(`command-${name}`)), el("code", null, `/${name}`), el("span", { class: "command-note" }, t(`command-${name}-note`)))));
  }

  openMenu(open) {
    this.menu.hidden = !open;
    this.slash.setAttribute("aria-expanded", String(open));
  }

  command(name, atOnce) {
    this.openMenu(false);
    if (this.text.value === "/") this.text.value = "";
    if (atOnce) {
      this.say({ text: `/${name}`, photos: [], reply_to: null });
      this.refresh();
    } else {
      this.insert(`/${name}`);
    }
  }

  /** Puts a command at the beginning of the text, ready to be sent or added to. */
  insert(command) {
    const rest = this.text.value.replace(/^\/\S*\s*/, "");
    this.text.value = `${command} ${rest}`;
    this.refresh();
    this.text.focus();
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }

  submit() {
    const text = this.text.value.trim();
    if (this.attachments.uploading) return complain(t("photos-wait"));
    if (this.attachments.failed) return complain(t("photos-failed"));
    const photos = this.attachments.ids;
    const files = this.attachments.files;
    if (!text && photos.length + files.length === 0) return undefined;
    this.say({ text, photos, files, reply_to: this.reply ? this.reply.id : null });
    this.text.value = "";
    this.attachments.clear();
    this.setReply(null);
    this.openMenu(false);
    this.text.focus();
    return undefined;
  }

  setReply(message) {
    this.reply = message;
    const bar = byId("quoting");
    bar.hidden = message === null;
    fill(bar);
    if (message === null) return;
    bar.append(el("span", { class: "quoting-text" }, el("strong", null, t("replying-to", { name: "" }).trim(), " ", nameOf(message.from.name)), el("span", { dir: "auto" }, gist(message))),
      el("button", { type: "button", class: "icon-button", "aria-label": t("stop-reply"), on: { click: () => this.setReply(null) } }, icon("M7 7l10 10M17 7L7 17")));
    this.text.focus();
  }

  /** Moves to another chat, keeping what was half written in the one before. */
  enter(chat) {
    if (chat === this.chat) return;
    if (this.chat !== null) this.drafts.set(this.chat, this.text.value);
    this.chat = chat;
    this.text.value = this.drafts.get(chat) || "";
    this.attachments.clear();
    this.setReply(null);
    this.openMenu(false);
    this.refresh();
  }

  /** Brings back a refused message to be changed. */
  again(frame) {
    this.text.value = frame.text;
    this.attachments.restore(frame.photos, frame.files || []);
    this.text.focus();
  }

  setName(name) {
    const words = t("placeholder", { name });
    this.text.placeholder = words;
    this.text.setAttribute("aria-label", words);
  }

  refresh() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, TALLEST)}px`;
    byId("send").disabled = this.text.value.trim() === "" && this.attachments.photos.length === 0;
  }
}
