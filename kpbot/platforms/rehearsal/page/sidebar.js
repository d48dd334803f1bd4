// The list of chats, and who is at this window.

import { avatar, byId, el, fill, hue, icon, nameOf } from "./dom.js";
import { t } from "./i18n.js";
import { brief } from "./time.js";

const MARKS = {
  officers: ["M16 19v-1.500a3.500 3.500 0 0 0-3.500-3.500h-5A3.500 3.500 0 0 0 4 17.500V19", "M10 11a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400", "M15 4.900a3.200 3.200 0 0 1 0 5.900", "M20 19v-1.500a3.500 3.500 0 0 0-2.500-3.300"],
  public: ["M4 11l8-6.500 8 6.500", "M6 9.500V19h12V9.500", "M10 19v-5h4v5"],
  coordinators: ["M8 4.500h8v3H8z", "M8 6H5.500v14h13V6H16", "M9 13.500l2.200 2.200 4-4.400"],
  group: ["M5 5h14v10.500h-7.500L7.500 19v-3.500H5z"],
};

/** The picture of a chat: the bot's for the private chat, else a sign of what kind of group it is. */
function chatPicture(info) {
  if (info.kind === "private") return avatar({ bot: true });
  const tint = { officers: "0", public: "4", coordinators: "5" }[info.kind] || String(hue(info.id));
  return el("span", { class: `avatar tint-${tint}` }, icon(...(MARKS[info.kind] || MARKS.group)));
}

/** A message in one line: its words, or what it holds. */
export function gist(message) {
  const first = message.cards && message.cards.length > 0 ? message.cards.map((card) => card.title).join("；") : "";
  const words = (message.title || message.text || first || "").slice(0, 90).replace(/\s+/g, " ");
  const photos = (message.photos && message.photos.length > 0) || message.picture ? t("photo-mark") : "";
  const files = (message.files || []).concat(message.document || []).map((file) => t("file-mark", { name: file.name }));
  return [photos, ...files, words].filter(Boolean).join(" ");
}

function preview(chat, me) {
  const last = chat.messages[chat.messages.length - 1];
  if (!last) return chat.info.about || "";
  const named = chat.info.kind !== "private" && last.from.id !== me;
  return (named ? `${last.from.name}：` : "") + gist(last);
}

function item(state, id, open) {
  const chat = state.chat(id);
  const last = chat.messages[chat.messages.length - 1];
  const many = chat.unread > 99 ? "99+" : String(chat.unread);
  const badge = chat.unread > 0 ? el("span", { class: "badge", testid: `unread-${id}` }, el("span", { "aria-hidden": "true" }, many), el("span", { class: "sr" }, t("unread", { n: chat.unread }))) : null;
  return el("li", null, el("button", {
    type: "button", class: "chat-item", testid: `chat-${id}`, "aria-current": state.open === id ? "true" : null, on: { click: () => open(id) },
  },
  chatPicture(chat.info),
  el("span", { class: "chat-text" },
    el("span", { class: "chat-line" }, nameOf(chat.info.name, { class: "chat-item-name" }), el("span", { class: "chat-when" }, last ? brief(last.at) : "")),
    el("span", { class: "chat-line" }, el("span", { class: "chat-preview", dir: "auto" }, preview(chat, state.me)), badge))));
}

export function paintChats(state, open) {
  const list = byId("chat-list");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
  fill(list, ...state.order.map((id) => item(state, id, open)));
  if (focused) for (const node of list.querySelectorAll("button")) if (node.dataset.testid === focused) node.focus();
}

export function paintWho(state, onClick) {
  const me = state.person(state.me);
  const face = () => avatar(me || { id: "?", name: "?" });
  const words = el("span", { class: "who-text" },
    el("span", { class: "who-name" }, t("i-am"), " ", nameOf(me ? me.name : t("choose"))),
    el("span", { class: "who-about", dir: "auto" }, me ? me.about || "" : ""));
  fill(byId("who"), face(), words, el("span", { class: "who-change" }, t("change-person")));
  fill(byId("who-chat"), face());
  byId("who-chat").setAttribute("aria-label", `${t("i-am")} ${me ? me.name : ""} · ${t("change-person")}`);
  byId("who").onclick = onClick;
  byId("who-chat").onclick = onClick;
}
