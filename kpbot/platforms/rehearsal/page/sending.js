// What this window said and pressed and what became of it: on its way, waiting for a connection, refused.

import { newKey, owedBy } from "./unsent.js";

const pressName = (message, data) => `${message} ${data}`;

export class Sending {
  constructor(connection, state) {
    this.connection = connection;
    this.state = state;
    this.presses = new Map(); // key → which button, of presses under way
    this.refused = new Map(); // key → {frame, state, reason}
    this.back = new Set(); // keys of my messages that came back before their acknowledgement
  }

  /** Someone else is at this window now: what was under way for the one before is not theirs to see. */
  forget() {
    this.presses.clear();
    this.refused.clear();
    this.back.clear();
  }

  say(chat, { text, photos, files, reply_to }) {
    this.connection.deliver(this.state.me, { t: "say", key: newKey(), chat, text, photos, files: files || [], reply_to });
  }

  forward(chat, message) {
    this.connection.deliver(this.state.me, { t: "forward", key: newKey(), chat, message });
  }

  busy(message, data) {
    return Array.from(this.presses.values()).includes(pressName(message, data));
  }

  press(chat, message, data, node) {
    if (this.busy(message, data)) return;
    const key = newKey();
    this.presses.set(key, pressName(message, data));
    node.classList.add("busy");
    this.connection.deliver(this.state.me, { t: "press", key, chat, message, data });
  }

  endPress(key) {
    const name = this.presses.get(key);
    this.presses.delete(key);
    if (name === undefined) return;
    for (const node of document.querySelectorAll(".key.busy")) {
      const message = node.closest("li.message").dataset.testid.slice("message-".length);
      if (pressName(message, node.dataset.data) === name) node.classList.remove("busy");
    }
  }

  /** Returns the frame that was acknowledged. */
  acknowledged(key) {
    const frame = this.connection.settled(key);
    this.back.delete(key);
    this.endPress(key);
    return frame;
  }

  refuse(key, reason) {
    if (!key) return;
    const frame = this.connection.settled(key);
    this.endPress(key);
    if (frame && frame.t === "say") this.refused.set(key, { frame, state: "refused", reason });
  }

  /** My message came back: its place-holder goes. The server may name the key; else it is told by its words. */
  arrived(message) {
    const same = (frame) => frame.t === "say" && !this.back.has(frame.key)
      && (message.key ? frame.key === message.key : frame.text === message.text && frame.photos.length === (message.photos || []).length);
    const frame = owedBy(this.state.me).find(same);
    if (frame) this.back.add(frame.key);
  }

  /** What is to be shown below the messages of `chat`: [{frame, state, reason}]. */
  pending(chat) {
    const state = this.connection.ready ? "sending" : "waiting";
    const going = owedBy(this.state.me).filter((frame) => frame.t === "say" && frame.chat === chat && !this.back.has(frame.key));
    const stopped = Array.from(this.refused.values()).filter((entry) => entry.frame.chat === chat);
    return stopped.concat(going.map((frame) => ({ frame, state, reason: "" })));
  }
}
