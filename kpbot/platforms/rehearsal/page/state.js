// What this window knows of the room: people, chats, their messages, and what was read.

const PERSON = "kpbot.room.person";
const SEEN = "kpbot.room.seen.";
const MOST_KEPT = 600; // messages of one chat in memory; older ones come back through history

function read(storage, key) {
  try {
    return storage.getItem(key);
  } catch (error) {
    return null;
  }
}

function write(storage, key, value) {
  try {
    storage.setItem(key, value);
  } catch (error) { /* forbidden: kept in memory only */ }
}

export class State {
  constructor() {
    this.me = null; // who the server says is at this window
    this.wanted = read(sessionStorage, PERSON); // whom to say hello as
    this.people = [];
    this.bot = { name: "" };
    this.order = []; // chat ids, as the server lists them
    this.chats = new Map(); // id → {info, messages, more, unread}
    this.open = null; // id of the chat on the screen
    this.wasPrivate = false; // the open chat was the private one when the last room frame came
  }

  person(id) {
    return this.people.find((person) => person.id === id) || null;
  }

  get myName() {
    const me = this.person(this.me);
    return me ? me.name : "";
  }

  get privateChat() {
    return this.order.find((id) => this.chats.has(id) && this.chats.get(id).info.kind === "private") || null;
  }

  chat(id) {
    if (!this.chats.has(id)) this.chats.set(id, { info: null, messages: [], more: false, unread: 0 });
    return this.chats.get(id);
  }

  /** Takes over a room frame. Returns {changed: we are someone else now, added: ids of chats not known before}. */
  enter(frame) {
    const changed = this.me !== frame.me;
    const known = new Set(this.order);
    this.wasPrivate = this.open !== null && this.open === this.privateChat;
    if (changed) this.chats.clear();
    this.me = frame.me;
    this.wanted = frame.me;
    if (frame.me !== null) write(sessionStorage, PERSON, frame.me);
    this.people = frame.people;
    this.bot = frame.bot;
    this.order = frame.chats.map((chat) => chat.id);
    for (const info of frame.chats) {
      const chat = this.chat(info.id);
      if (chat.info === null) chat.unread = info.unread || 0;
      chat.info = info;
    }
    return { changed, added: this.order.filter((id) => !known.has(id)) };
  }

  /** The bot is called as in the page's language, also where somebody replied to it. */
  named(message) {
    if (message.from.bot) message.from.name = this.bot.name;
    if (message.reply_to && !message.reply_to.name) message.reply_to.name = this.bot.name;
    return message;
  }

  /** Takes over the latest messages of a chat (the answer to hello). */
  replace(id, messages, more) {
    const chat = this.chat(id);
    chat.messages = messages.map((message) => this.named(message));
    chat.more = more;
    if (id === this.open) this.markSeen(id);
    else chat.unread = this.countUnread(chat, id);
  }

  /** Puts older messages before those known; returns the ones that were new. */
  prepend(id, messages, more) {
    const chat = this.chat(id);
    const known = new Set(chat.messages.map((message) => message.id));
    const older = messages.filter((message) => !known.has(message.id)).map((message) => this.named(message));
    chat.messages = older.concat(chat.messages);
    chat.more = more;
    return older;
  }

  /** Adds a message, or replaces the one with its id; returns "new" or "edited". */
  put(id, message) {
    const chat = this.chat(id);
    this.named(message);
    for (let at = chat.messages.length - 1; at >= 0; at--) {
      if (chat.messages[at].id !== message.id) continue;
      chat.messages[at] = message;
      return "edited";
    }
    chat.messages.push(message);
    if (chat.messages.length > MOST_KEPT && id !== this.open) {
      chat.messages.splice(0, chat.messages.length - MOST_KEPT);
      chat.more = true;
    }
    if (id === this.open && !document.hidden) this.markSeen(id);
    else if (message.from.id !== this.me) chat.unread += 1;
    return "new";
  }

  seen() {
    try {
      return JSON.parse(read(localStorage, SEEN + this.me) || "{}");
    } catch (error) {
      return {};
    }
  }

  markSeen(id) {
    const chat = this.chat(id);
    chat.unread = 0;
    const last = chat.messages[chat.messages.length - 1];
    if (!last) return;
    const seen = this.seen();
    if (seen[id] === last.id) return;
    seen[id] = last.id;
    write(localStorage, SEEN + this.me, JSON.stringify(seen));
  }

  /** Counts from the message this person saw last; where that is not known the server's number stands. */
  countUnread(chat, id) {
    const last = this.seen()[id];
    const at = chat.messages.findIndex((message) => message.id === last);
    if (at < 0) return chat.info ? chat.info.unread || 0 : 0;
    return chat.messages.slice(at + 1).filter((message) => message.from.id !== this.me).length;
  }

  get unread() {
    return this.order.reduce((sum, id) => sum + this.chat(id).unread, 0);
  }
}
