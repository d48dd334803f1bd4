// Untrusted text as nodes: links and commands become tappable, everything else stays text.

import { el, link } from "./dom.js";
import { t } from "./i18n.js";

const LONG = 2500; // characters; longer text is folded
const SHOWN = 800;
const ADDRESS = /https?:\/\/[^\s<>"'，。；！？、（）《》「」『』【】“”]+/gi;
const COMMAND = /(^|[\s，。；：、（(「“"'])(\/[a-z]{2,20})(?![\w/.])/g;

function commands(text, insert) {
  if (!insert) return [text];
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(COMMAND)) {
    const start = found.index + found[1].length;
    const command = found[2];
    parts.push(text.slice(from, start), el("button", {
      type: "button", class: "command-link", "aria-label": t("tap-command", { command }), on: { click: () => insert(command) },
    }, command));
    from = start + command.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function linked(text, insert) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(/[.,;:!?)\]]+$/, "");
    const anchor = link(address, { class: "text-link" }, address);
    if (anchor === null) continue;
    parts.push(...commands(text.slice(from, found.index), insert), anchor);
    from = found.index + address.length;
  }
  parts.push(...commands(text.slice(from), insert));
  return parts;
}

function folder(paint) {
  let open = false;
  const toggle = el("button", { type: "button", class: "link-button", "aria-expanded": "false" }, t("show-all"));
  toggle.addEventListener("click", () => {
    open = !open;
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = t(open ? "show-less" : "show-all");
    paint(open);
  });
  paint(false);
  return toggle;
}

/** A paragraph of `text`; very long text is folded. `insert(command)` makes commands in it tappable. */
export function paragraph(text, className, insert) {
  const body = el("p", { class: className, dir: "auto" });
  if (text.length <= LONG) {
    body.append(...linked(text, insert));
    return [body];
  }
  const toggle = folder((open) => {
    body.textContent = "";
    body.append(...linked(open ? text : `${text.slice(0, SHOWN)}…`, insert));
  });
  return [body, toggle];
}

/** `text` folded away entirely behind «show all». */
export function folded(text, className) {
  const body = el("p", { class: className, dir: "auto" }, ...linked(text, null));
  return [body, folder((open) => { body.hidden = !open; })];
}
