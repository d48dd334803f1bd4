// Passing a message on: which chat it goes to.

import { closeDialog, openDialog } from "./dialog.js";
import { el, nameOf } from "./dom.js";
import { t } from "./i18n.js";

/** Asks for one of `chats` ({id, name, kind}) and calls `chosen(id)`. */
export function chooseChat(chats, chosen) {
  const choices = chats.map(({ id, name, kind }) => el("button", {
    type: "button", class: "choice", testid: `forward-to-${id}`, on: { click: () => { closeDialog(); chosen(id); } },
  }, nameOf(name), el("span", { class: "choice-note" }, t(`kind-${kind}`))));
  openDialog({ title: t("forward-to"), testid: "forward", className: "small", children: choices, focus: choices[0] });
}
