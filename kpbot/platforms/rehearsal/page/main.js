// The page of the rehearsal room: takes the server's frames to where they belong, and people's doings to the server.

import { banner } from "./banner.js";
import { chatInAddress, clearAddress, enterAddress, leaveAddress } from "./address.js";
import { canForward, plain } from "./bubble.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { closeDialog, openDialog } from "./dialog.js";
import { byId, copyText, el } from "./dom.js";
import { chooseChat } from "./forwarding.js";
import { lang, setLang, t, translate } from "./i18n.js";
import { chatDetails, choosePerson, createGroup } from "./people.js";
import { Sending } from "./sending.js";
import { paintChats, paintWho } from "./sidebar.js";
import { State } from "./state.js";
import { Thread } from "./thread.js";
import { setNow } from "./time.js";
import { complain, stopToast, toast } from "./toast.js";
import { viewPhotos } from "./viewer.js";
import { Welcome } from "./welcome.js";

const desktop = window.matchMedia("(min-width: 760px)");
const withMouse = window.matchMedia("(hover: hover) and (pointer: fine)");

const state = new State();
const connection = new Connection(() => ({ t: "hello", as: state.wanted, lang: lang() }), onFrame, onState);
const sending = new Sending(connection, state);
const clock = new Clock((to) => { asked.clock = connection.send({ t: "clock", to }); });
const composer = new Composer(say);
const welcome = new Welcome(openFirst);
const thread = new Thread({
  press, busy: (message, data) => sending.busy(message, data), jump, follow, view: viewPhotos, copy, forward, menu,
  reply: (message) => composer.setReply(message), insert: (command) => composer.insert(command), again, discard, older, trimmed,
});

// What this window asked for and has not been answered yet. history: chat → the id before which.
const asked = { clock: false, group: false, person: false, history: new Map() };

// --- frames -------------------------------------------------------------------------------------------------------

const HANDLERS = { room: onRoom, messages: onMessages, message: onMessage, toast: (frame) => toast(frame.text), ack: onAck, refused: onRefused, clock: onClock };

function onFrame(frame) {
  const handle = HANDLERS[frame.t];
  if (handle) handle(frame);
}

function onRoom(frame) {
  const { changed, added } = state.enter(frame);
  if (changed) sending.forget();
  asked.history.clear();
  clock.setReady(true);
  onClock({ moving: clock.moving, progress: clock.progress, ...frame.clock });
  composer.setName(state.myName);
  paintWho(state, chooseWho);
  if (asked.group && added.length > 0) openChat(added[added.length - 1]);
  else settle(changed);
  if (asked.person && changed) toast(t("now-you-are", { name: state.myName }));
  asked.person = false;
  asked.group = false;
  if (state.me === null) chooseWho();
}

function onMessages(frame) {
  const { chat, messages, more } = frame;
  const before = frame.before !== undefined ? frame.before : asked.history.get(chat);
  asked.history.delete(chat);
  if (before) {
    const added = state.prepend(chat, messages, more);
    if (chat === state.open) thread.prepend(added, more);
  } else {
    state.replace(chat, messages, more);
    if (chat === state.open) showThread();
  }
  refreshList();
}

function onMessage({ chat, message }) {
  const how = state.put(chat, message);
  if (how === "new" && message.from.id === state.me) sending.arrived(message);
  if (chat === state.open) {
    paintUnsent();
    if (how === "new") thread.append(message);
    else thread.edit(message);
  }
  refreshList();
}

function onAck(frame) {
  const done = sending.acknowledged(frame.key);
  if (done && done.t === "forward") toast(t("forwarded"));
  paintUnsent();
}

function onRefused(frame) {
  const text = frame.text || t("refused");
  sending.refuse(frame.key, text);
  asked.clock = asked.group = asked.person = false;
  complain(text);
  paintUnsent();
}

function onClock(frame) {
  if (setNow(frame.now)) thread.renameDays();
  if (!clock.show(frame)) return;
  if (asked.clock) toast(t("clock-arrived", { label: frame.label }));
  asked.clock = false;
  refreshList();
}

function onState(now, wait) {
  banner(now, wait, state.order.length > 0);
  if (now === "lost") clock.setReady(false);
  setTimeout(paintUnsent, 0); // after the connection has noted it too
}

// --- saying and pressing ------------------------------------------------------------------------------------------

function say(words) {
  if (state.me === null) return chooseWho();
  sending.say(state.open, words);
  return paintUnsent();
}

function press(message, data, node) {
  sending.press(state.open, message, data, node);
  if (!connection.ready) complain(t("press-later"));
}

function paintUnsent() {
  if (state.open === null) return;
  thread.showUnsent(sending.pending(state.open), state.person(state.me) || { id: "?", name: "?" });
}

function discard(key) {
  sending.refused.delete(key);
  paintUnsent();
}

function again(frame) {
  discard(frame.key);
  composer.again(frame);
}

// --- messages -----------------------------------------------------------------------------------------------------

async function copy(message) {
  await copyText(plain(message));
  toast(t("copied"));
}

function menu(message) {
  const choice = (id, act) => el("button", { type: "button", class: "choice", testid: `menu-${id}`, on: { click: () => { closeDialog(); act(message); } } }, t(id));
  openDialog({ title: t("message-menu"), testid: "message-menu", className: "small", children: [
    choice("reply", (it) => composer.setReply(it)), choice("copy", copy), ...(canForward(message) ? [choice("forward", forward)] : [])] });
}

function forward(message) {
  const chats = state.order.filter((id) => id !== state.open).map((id) => state.chat(id).info);
  chooseChat(chats, (id) => {
    sending.forward(id, message.id);
    if (!connection.ready) complain(t("press-later"));
  });
}

function jump(id) {
  if (!thread.jump(id)) toast(t("not-in-view"));
}

/** Asks for messages before those known; true if the question is on its way. */
function older() {
  const first = state.chat(state.open).messages[0];
  if (!first || !connection.send({ t: "history", chat: state.open, before: first.id })) return false;
  asked.history.set(state.open, first.id);
  return true;
}

function trimmed(count) {
  const chat = state.chat(state.open);
  chat.messages.splice(0, count);
  chat.more = true;
}

/** A button that leads to another chat of this page: #chat/<id>, or #private/<command> said to the bot. */
function follow(url) {
  const found = /^#(chat|private)(?:\/(.*))?$/.exec(url);
  if (found === null) return;
  const rest = decodeURIComponent(found[2] || "");
  const id = found[1] === "private" ? state.privateChat : rest;
  if (!state.order.includes(id)) return;
  openChat(id);
  if (found[1] === "private" && rest.startsWith("/")) say({ text: rest, photos: [], files: [], reply_to: null });
}

// --- chats --------------------------------------------------------------------------------------------------------

function openChat(id) {
  enterAddress(id);
  showChat(id);
  if (withMouse.matches) byId("text").focus();
}

function openFirst() {
  if (desktop.matches && state.open === null && state.order.length > 0) openChat(state.order[0]);
}

function leaveChat() {
  if (!leaveAddress()) showChat(null);
}

/** After a room frame: stay in the chat of the address if this person has it, else a like one, else the list. */
function settle(changed) {
  const wanted = chatInAddress();
  if (state.order.includes(wanted)) return showChat(wanted);
  if (wanted !== null && changed && state.wasPrivate && state.privateChat) return openChat(state.privateChat);
  if (wanted !== null) clearAddress();
  showChat(null);
  if (!welcome.wanted) openFirst();
  return undefined;
}

function showChat(id) {
  if (id !== state.open) stopToast();
  state.open = id;
  byId("app").dataset.view = id === null ? "list" : "chat";
  byId("chat").hidden = id === null;
  if (id !== null) {
    state.markSeen(id);
    composer.enter(`${state.me} ${id}`);
    showThread();
  }
  refreshList();
}

function showThread() {
  const chat = state.chat(state.open);
  const { name, kind, about, members } = chat.info;
  byId("chat-name").textContent = name;
  byId("chat-about").textContent = [t(`kind-${kind}`), members ? t("member-count", { n: members.length }) : "", about].filter(Boolean).join(" · ");
  byId("chat-info").setAttribute("aria-label", t("details-of", { name }));
  thread.show(state.open, chat, state.me);
  paintUnsent();
}

function showDetails() {
  const info = state.chat(state.open).info;
  const members = (info.members || []).map((id) => state.person(id)).filter(Boolean);
  chatDetails(info, members, state.me);
}

let refreshing = 0;

/** Paints the list soon, once for many messages: weeks of them come when the clock is moved. */
function refreshList() {
  if (refreshing === 0) refreshing = setTimeout(paintList, 20);
}

function paintList() {
  refreshing = 0;
  paintChats(state, openChat);
  const unread = state.unread;
  byId("back-count").textContent = unread > 0 ? String(Math.min(unread, 99)) : "";
  document.title = (unread > 0 ? `(${unread}) ` : "") + t("room");
}

// --- who, and in which language -----------------------------------------------------------------------------------

function chooseWho() {
  choosePerson(state.people, state.me, (person) => {
    asked.person = true;
    state.wanted = person.id;
    connection.greet();
  }, (name) => {
    asked.person = connection.introduce({ t: "new_person", name });
    if (!asked.person) complain(t("try-later"));
  });
}

function switchLanguage() {
  setLang(lang() === "en" ? "zh-CN" : "en");
  paintTexts();
  connection.greet();
}

function paintTexts() {
  translate(document);
  byId("lang").textContent = t("switch-language");
  byId("lang").lang = lang() === "en" ? "zh-CN" : "en";
  clock.paint();
  composer.paintMenu();
  composer.setName(state.myName);
  welcome.show();
  paintWho(state, chooseWho);
  refreshList();
  if (state.open !== null) showThread();
}

// --- start --------------------------------------------------------------------------------------------------------

byId("lang").addEventListener("click", switchLanguage);
byId("help").addEventListener("click", () => {
  if (state.open !== null) leaveChat();
  welcome.ask();
});
byId("back").addEventListener("click", leaveChat);
byId("chat-info").addEventListener("click", showDetails);
byId("new-group").addEventListener("click", () => createGroup((name) => {
  asked.group = connection.send({ t: "new_group", name });
  if (!asked.group) complain(t("try-later"));
}));
byId("banner-retry").addEventListener("click", () => connection.retry());
window.addEventListener("popstate", () => {
  closeDialog();
  const id = chatInAddress();
  showChat(state.order.includes(id) ? id : null);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden || state.open === null) return;
  state.markSeen(state.open);
  refreshList();
});

paintTexts();
connection.open();
