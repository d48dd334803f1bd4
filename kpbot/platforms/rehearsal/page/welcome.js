// The hint for a first visit: what to try, in four steps. On a phone above the chats, on a desktop in the empty pane.

import { byId, el, fill, icon } from "./dom.js";
import { t } from "./i18n.js";

const KEPT = "kpbot.room.hint";
const narrow = window.matchMedia("(max-width: 759px)");

export class Welcome {
  constructor(start) {
    this.start = start;
    this.node = byId("welcome");
    this.wanted = this.remembered();
    const moved = () => this.place();
    if (narrow.addEventListener) narrow.addEventListener("change", moved);
    else narrow.addListener(moved);
    this.place();
  }

  remembered() {
    try {
      return localStorage.getItem(KEPT) !== "seen";
    } catch (error) {
      return true;
    }
  }

  paint() {
    const step = (n) => el("li", null, el("span", { class: "step-number", "aria-hidden": "true" }, String(n)),
      el("div", null, el("h3", null, t(`hint-${n}`)), el("p", null, t(`hint-${n}-text`))));
    fill(this.node,
      el("div", { class: "welcome-head" }, el("img", { src: "/room/static/icon.svg", alt: "", width: 44, height: 44 }), el("h2", { id: "welcome-title" }, t("hint-title")),
        el("button", { type: "button", class: "icon-button", testid: "hint-close", "aria-label": t("close"), on: { click: () => this.dismiss() } }, icon("M6 6l12 12M18 6L6 18"))),
      el("p", { class: "lead" }, t("hint-lead")),
      el("ol", { class: "steps" }, step(1), step(2), step(3), step(4)),
      el("button", { type: "button", class: "primary", testid: "hint-start", on: { click: () => this.dismiss() } }, t("hint-start")));
  }

  place() {
    if (narrow.matches) byId("side-scroll").prepend(this.node);
    else byId("pane").prepend(this.node);
    this.show();
  }

  show() {
    this.paint();
    this.node.hidden = !this.wanted;
  }

  ask() {
    this.wanted = true;
    this.show();
    byId("side-scroll").scrollTop = 0;
  }

  dismiss() {
    this.wanted = false;
    try {
      localStorage.setItem(KEPT, "seen");
    } catch (error) { /* storage forbidden: it shows again next time */ }
    this.show();
    this.start();
  }
}
