// One message as an element.

import { avatar, el, icon, link, nameOf, ownPicture, photoUrl } from "./dom.js";
import { cardList } from "./cards.js";
import { fileList } from "./files.js";
import { t } from "./i18n.js";
import { paragraph } from "./text.js";
import { timeOf } from "./time.js";

const REPLY = "M10 6L4.500 11.500 10 17M5 11.500h8.500a6 6 0 0 1 6 6V19";
const FORWARD = "M14 6l5.500 5.500L14 17M19 11.500h-8.500a6 6 0 0 0-6 6V19";
const COPY = "M9 9h10.500v11H9zM15 9V4.500H4.500v11H9";

/** All words of a message, as one would paste them elsewhere. */
export function plain(message) {
  const cards = (message.cards || []).map((card) => [`${card.number}. ${card.title}`, card.summary, card.body, card.link].filter(Boolean).join("\n"));
  return [message.title, message.text, ...cards, message.footer].filter(Boolean).join("\n\n");
}

function meta(message, named) {
  const from = message.from;
  return el("p", { class: "meta" },
    named ? nameOf(from.name, { class: "from" }) : null,
    named && from.bot ? el("span", { class: "tag" }, t("bot")) : null,
    el("time", { datetime: message.at }, timeOf(message.at)),
    message.edited ? el("span", null, t("edited")) : null);
}

function quote(message, on) {
  const to = message.reply_to;
  return el("button", { type: "button", class: "quote", on: { click: () => on.jump(to.id) } },
    nameOf(to.name, { class: "quote-name" }), el("span", { class: "quote-text", dir: "auto" }, to.text || t("photo-mark")));
}

export function album(photos, on) {
  const shape = photos.length === 1 ? "one" : photos.length <= 4 ? "two" : "three";
  return el("div", { class: `album ${shape}` }, ...photos.map((id, at) => {
    const image = el("img", { src: photoUrl(id), alt: t("photo-n", { n: at + 1 }), loading: "lazy", decoding: "async" });
    image.addEventListener("error", () => { image.replaceWith(el("span", { class: "photo-missing" }, t("photo-missing"))); });
    return el("button", { type: "button", class: "thumb", testid: "photo", "aria-label": t("photo-open", { n: at + 1, total: photos.length }), on: { click: () => on.view(photos, at) } }, image);
  }));
}

function wasPressed(message, button) {
  return button.pressed === true || (Array.isArray(message.pressed) && message.pressed.includes(button.data));
}

function button(message, spec, on) {
  if (spec.url && spec.url.startsWith("#")) {
    return el("button", { type: "button", class: "key", "data-url": spec.url, on: { click: () => on.follow(spec.url) } }, spec.label);
  }
  if (spec.url) {
    return link(spec.url, { class: "key", "data-url": spec.url }, spec.label, icon("M9 6h9v9M18 6L7 17"))
      || el("button", { type: "button", class: "key", disabled: true }, spec.label);
  }
  const done = wasPressed(message, spec);
  const node = el("button", { type: "button", class: done ? "key pressed" : "key", "data-data": spec.data, "aria-pressed": done ? "true" : null, dir: "auto" }, spec.label);
  if (on.busy(message.id, spec.data)) node.classList.add("busy");
  node.addEventListener("click", () => on.press(message.id, spec.data, node));
  return node;
}

function keyboard(message, on) {
  const rows = message.buttons.filter((row) => row.length > 0);
  return el("div", { class: "keyboard" }, ...rows.map((row) => el("div", { class: "key-row" }, ...row.map((spec) => button(message, spec, on)))),
    message.pressed === true ? el("p", { class: "pressed-note" }, t("already-pressed")) : null);
}

function picture(message) {
  const src = ownPicture(message.picture);
  return src ? el("img", { class: "picture", src, alt: (message.face && message.face.title) || message.title || "" }) : null;
}

/** Whether somebody may pass it on: what the bot says, and what was passed on already. */
export const canForward = (message) => message.from.bot || message.forwarded === true;

function actions(message, on) {
  return el("div", { class: "actions" },
    el("button", { type: "button", class: "icon-button", testid: `reply-${message.id}`, "aria-label": t("reply"), title: t("reply"), on: { click: () => on.reply(message) } }, icon(REPLY)),
    el("button", { type: "button", class: "icon-button", "aria-label": t("copy"), title: t("copy"), on: { click: () => on.copy(message) } }, icon(COPY)),
    canForward(message) ? el("button", { type: "button", class: "icon-button", testid: `forward-${message.id}`, "aria-label": t("forward"), title: t("forward"), on: { click: () => on.forward(message) } }, icon(FORWARD)) : null);
}

const filled = (list) => Array.isArray(list) && list.length > 0;

/**
 * The list item for `message`. `me` is the person at this window; `named` says whether names are shown (groups).
 * `on` answers: press, busy, reply, copy, forward, menu, jump, view, follow, insert.
 */
export function bubble(message, me, named, on) {
  const mine = message.from.id === me;
  const wide = filled(message.cards) || filled(message.buttons);
  const hasBubble = message.title || message.text || message.footer || filled(message.cards) || message.picture || message.reply_to || message.forwarded;
  const files = (message.files || []).concat(message.document || []);
  const body = hasBubble ? el("div", { class: "bubble" },
    message.forwarded ? el("p", { class: "forwarded" }, icon(FORWARD), t("forwarded-from-bot")) : null,
    message.reply_to ? quote(message, on) : null,
    message.title ? el("h3", { class: "title", dir: "auto" }, message.title) : null,
    picture(message),
    ...(message.text ? paragraph(message.text, "words", message.from.bot ? on.insert : null) : []),
    filled(message.cards) ? cardList(message.cards) : null,
    message.footer ? el("p", { class: "footer", dir: "auto" }, message.footer) : null) : null;
  const node = el("li", { class: `message${mine ? " mine" : ""}${wide ? " wide" : ""}${message.from.bot ? " by-bot" : ""}`, testid: `message-${message.id}`, "data-at": message.at },
    avatar(message.from),
    el("div", { class: "column" },
      meta(message, named && !mine),
      el("div", { class: "line" }, el("div", { class: "content" }, body, filled(message.photos) ? album(message.photos, on) : null, filled(files) ? fileList(files) : null), actions(message, on)),
      filled(message.reactions) ? el("p", { class: "reactions", "aria-label": t("reactions") }, message.reactions.join(" ")) : null,
      filled(message.buttons) ? keyboard(message, on) : null));
  if (mine) node.querySelector(".meta").prepend(el("span", { class: "sr" }, message.from.name));
  holdForMenu(node, message, on);
  return node;
}

function holdForMenu(node, message, on) {
  let timer = 0;
  const content = node.querySelector(".content");
  const stop = () => clearTimeout(timer);
  content.addEventListener("touchstart", () => { stop(); timer = setTimeout(() => on.menu(message), 480); }, { passive: true });
  for (const name of ["touchend", "touchmove", "touchcancel"]) content.addEventListener(name, stop, { passive: true });
}

/** My own words on their way: `state` is sending, waiting or refused (then with the server's `reason`). */
export function unsentBubble(frame, me, state, reason, on) {
  const words = state === "refused" ? `${t("not-sent")}：${reason}` : t(state === "waiting" ? "waiting-to-send" : "sending");
  return el("li", { class: `message mine unsent ${state}`, "data-key": frame.key }, avatar(me),
    el("div", { class: "column" },
      el("div", { class: "line" }, el("div", { class: "content" },
        frame.text ? el("div", { class: "bubble" }, ...paragraph(frame.text, "words", null)) : null,
        filled(frame.photos) ? album(frame.photos, on) : null,
        filled(frame.files) ? fileList(frame.files) : null)),
      el("p", { class: "fate" }, words),
      state === "refused" ? el("div", { class: "key-row" },
        el("button", { type: "button", class: "key", on: { click: () => on.again(frame) } }, t("edit-again")),
        el("button", { type: "button", class: "key", on: { click: () => on.discard(frame.key) } }, t("discard"))) : null));
}

