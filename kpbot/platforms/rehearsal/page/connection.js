// The WebSocket: says hello, sends again what was not acknowledged, comes back after a break.

import { owe, owedBy, settle } from "./unsent.js";

const FIRST_WAIT = 500; // ms; doubles up to
const LONGEST_WAIT = 15000;
const RESEND_AFTER = 8000;

export class Connection {
  /** `hello()` gives the first frame; `onFrame(frame)` and `onState(state, waitMs)` are told of everything. */
  constructor(hello, onFrame, onState) {
    this.hello = hello;
    this.onFrame = onFrame;
    this.onState = onState;
    this.socket = null;
    this.me = null; // who the server says we are; null until its room frame
    this.wait = FIRST_WAIT;
    this.timer = 0;
    this.sentAt = new Map();
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.retry(); });
    setInterval(() => this.flush(), 2000);
  }

  get ready() {
    return this.me !== null && this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  }

  open() {
    clearTimeout(this.timer);
    this.onState("connecting", 0);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/room/ws`);
    this.socket = socket;
    socket.addEventListener("open", () => this.greet());
    socket.addEventListener("message", (event) => this.take(socket, event.data));
    socket.addEventListener("close", () => { if (socket === this.socket) this.lost(); });
  }

  /** Connects now instead of at the end of the wait. */
  retry() {
    if (this.socket === null) this.open();
  }

  lost() {
    this.socket = null;
    this.me = null;
    this.sentAt.clear();
    const wait = this.wait * (0.8 + Math.random() * 0.4);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.timer = setTimeout(() => this.open(), wait);
    this.onState("lost", wait);
  }

  /** Says (again) who is here and in which language; until the answer, nothing is sent in anyone's name. */
  greet() {
    if (this.socket === null || this.socket.readyState !== WebSocket.OPEN) return;
    this.me = null;
    this.socket.send(JSON.stringify(this.hello()));
  }

  take(socket, raw) {
    if (socket !== this.socket) return;
    const frame = JSON.parse(raw);
    if (frame.t === "room") {
      this.me = frame.me;
      this.wait = FIRST_WAIT;
      this.sentAt.clear();
      this.onState("ready", 0);
    }
    this.onFrame(frame);
    if (frame.t === "room") this.flush();
  }

  /** Sends once, if there is a connection; returns whether it went out. */
  send(frame) {
    if (!this.ready) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Sends once, also while nobody is at this window yet; returns whether it went out. */
  introduce(frame) {
    if (this.socket === null || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Sends a frame that carries a key, again and again until it is acknowledged or refused. */
  deliver(as, frame) {
    owe(as, frame);
    this.flush();
  }

  settled(key) {
    this.sentAt.delete(key);
    return settle(key);
  }

  flush() {
    if (!this.ready) return;
    const now = Date.now();
    for (const frame of owedBy(this.me)) {
      if (now - (this.sentAt.get(frame.key) || 0) < RESEND_AFTER) continue;
      this.sentAt.set(frame.key, now);
      this.send(frame);
    }
  }
}
