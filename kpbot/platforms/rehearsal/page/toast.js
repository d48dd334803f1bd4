// One line at the bottom of the screen for about three seconds.

import { byId } from "./dom.js";

const SHOWN = 3200;
const timers = new Map();

function show(id, text) {
  const node = byId(id);
  clearTimeout(timers.get(id));
  node.hidden = false;
  node.textContent = text;
  timers.set(id, setTimeout(() => { node.hidden = true; node.textContent = ""; }, SHOWN + text.length * 30));
}

/** What was said belongs to the chat it was said in. */
export function stopToast() {
  byId("toast").hidden = true;
}

export function toast(text) {
  byId("alert").hidden = true;
  show("toast", text);
}

export function complain(text) {
  byId("toast").hidden = true;
  show("alert", text);
}
