// The line that says the connection is lost, and when it is tried again.

import { byId } from "./dom.js";
import { t } from "./i18n.js";

const AFTER = 700; // ms; a shorter break is not worth a word
let appearing = 0;
let counting = 0;

/** `now` is connecting, lost or ready; `wait` the milliseconds to the next attempt; `known` if we were in the room before. */
export function banner(now, wait, known) {
  clearInterval(counting);
  if (now === "ready") {
    clearTimeout(appearing);
    appearing = 0;
    byId("banner").hidden = true;
    return;
  }
  const until = Date.now() + wait;
  const paint = () => {
    const left = now === "lost" ? Math.ceil((until - Date.now()) / 1000) : 0;
    byId("banner-text").textContent = left > 1 ? t("offline-in", { n: left }) : t(known ? "offline" : "connecting");
  };
  paint();
  counting = setInterval(paint, 1000);
  byId("banner-retry").hidden = now !== "lost";
  if (appearing === 0) appearing = setTimeout(() => { byId("banner").hidden = false; }, AFTER);
}
