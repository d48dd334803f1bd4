// The rehearsal clock at the top: shows the time of the room and moves it forward.

import { byId, el, fill } from "./dom.js";
import { t } from "./i18n.js";

const STEPS = ["+1h", "tomorrow", "+1w", "+2m"];

export class Clock {
  constructor(move) {
    this.move = move;
    this.moving = false;
    this.ready = false;
    this.progress = null;
    this.paint();
  }

  paint() {
    fill(byId("clock-steps"), ...STEPS.map((to) => el("button", {
      type: "button", class: "step", testid: `clock-${to}`, "aria-label": t(`clock-do-${to}`), title: t(`clock-do-${to}`),
      disabled: this.moving || !this.ready, on: { click: () => this.move(to) },
    }, t(`clock-${to}`))));
    this.showProgress(this.progress);
  }

  setReady(ready) {
    this.ready = ready;
    if (!ready) this.moving = false;
    this.lock();
    if (!ready) byId("clock-progress").hidden = true;
  }

  lock() {
    for (const button of byId("clock-steps").children) button.disabled = this.moving || !this.ready;
  }

  /** Takes over a clock frame; returns true when a move has just ended. */
  show(frame) {
    const cut = frame.label.lastIndexOf(" ");
    byId("clock-day").textContent = frame.label.slice(0, Math.max(cut, 0));
    byId("clock-time").textContent = frame.label.slice(cut + 1);
    const ended = this.moving && !frame.moving;
    this.moving = Boolean(frame.moving);
    this.lock();
    this.showProgress(frame.progress || null);
    return ended;
  }

  showProgress(progress) {
    this.progress = progress;
    const bar = byId("clock-progress");
    bar.hidden = !this.moving;
    if (!this.moving) return;
    const known = progress !== null && progress.total > 0;
    const part = known ? Math.min(1, progress.done / progress.total) : 0;
    byId("clock-fill").style.width = known ? `${Math.round(part * 100)}%` : "";
    bar.classList.toggle("vague", !known);
    const words = [t("clock-moving"), known ? `${progress.done}/${progress.total}` : "", progress && progress.what ? progress.what : ""];
    const text = words.filter(Boolean).join(" · ");
    byId("clock-what").textContent = text;
    bar.setAttribute("aria-valuetext", text);
    bar.setAttribute("aria-valuemin", "0");
    bar.setAttribute("aria-valuemax", "100");
    if (known) bar.setAttribute("aria-valuenow", String(Math.round(part * 100)));
    else bar.removeAttribute("aria-valuenow");
  }
}
