// A panel over the page that keeps the keyboard inside and gives the focus back. (<dialog> is missing on older phones.)

import { byId, el, icon } from "./dom.js";
import { t } from "./i18n.js";

const FOCUSABLE = "a[href],button:not([disabled]),input:not([disabled]),textarea:not([disabled])";
let top = null;

function keys(event) {
  if (top === null) return;
  if (event.key === "Escape") {
    event.preventDefault();
    top.close();
  } else if (event.key === "Tab") {
    const stops = Array.from(top.panel.querySelectorAll(FOCUSABLE)).filter((node) => node.offsetParent !== null);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (stops.length === 0) return;
    if (document.activeElement === edge || !top.panel.contains(document.activeElement)) {
      event.preventDefault();
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
    }
  }
}

document.addEventListener("keydown", keys, true);

export function closeDialog() {
  if (top !== null) top.close();
}

/** Shows `children` under `title`; `focus` is the node to start at. Returns {close}. Only one dialog is open at a time. */
export function openDialog({ title, testid, className, children, focus }) {
  closeDialog();
  const before = document.activeElement;
  const shut = el("button", { type: "button", class: "icon-button", testid: `${testid}-close`, "aria-label": t("close") },
    icon("M6 6l12 12M18 6L6 18"));
  const panel = el("div", { class: `dialog ${className || ""}`, role: "dialog", "aria-modal": "true", "aria-labelledby": "dialog-title", testid },
    el("header", { class: "dialog-head" }, el("h2", { id: "dialog-title" }, title), shut), ...children);
  const veil = el("div", { class: "veil" }, panel);
  const dialog = {
    panel,
    close() {
      if (top !== dialog) return;
      top = null;
      veil.remove();
      byId("app").removeAttribute("aria-hidden");
      if (before && before.isConnected) before.focus();
    },
  };
  shut.addEventListener("click", dialog.close);
  veil.addEventListener("mousedown", (event) => { if (event.target === veil) dialog.close(); });
  byId("dialogs").append(veil);
  byId("app").setAttribute("aria-hidden", "true");
  top = dialog;
  (focus || shut).focus();
  return dialog;
}
