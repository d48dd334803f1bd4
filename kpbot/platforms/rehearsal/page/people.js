// Who am I, who is here: the list of people, someone new, the details of a chat, a new group.

import { avatar, el, fill, nameOf } from "./dom.js";
import { closeDialog, openDialog } from "./dialog.js";
import { t } from "./i18n.js";

const fine = () => window.matchMedia("(hover: hover) and (pointer: fine)").matches;

function row(person, me, onPick) {
  const mine = person.id === me;
  const text = el("span", { class: "person-text" }, nameOf(person.name, { class: "person-name" }),
    el("span", { class: "person-about", dir: "auto" }, person.about || ""));
  const parts = [avatar(person), text, mine ? el("span", { class: "tag" }, t("you")) : null];
  const inner = onPick
    ? el("button", { type: "button", class: "person", testid: `person-${person.id}`, "aria-pressed": String(mine), on: { click: () => onPick(person) } }, ...parts)
    : el("div", { class: "person" }, ...parts);
  return el("li", null, inner);
}

function nameForm({ label, hint, note, button, testid, submit }) {
  const input = el("input", { type: "text", class: "field", maxlength: 60, required: true, id: `${testid}-input`, testid: `${testid}-name`, autocomplete: "off", placeholder: hint });
  const form = el("form", { class: "name-form" },
    el("label", { for: `${testid}-input`, class: "form-label" }, label), el("p", { class: "note" }, note),
    el("div", { class: "form-row" }, input, el("button", { type: "submit", class: "primary", testid: `${testid}-create` }, button)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (!name) return;
    closeDialog();
    submit(name);
  });
  return { form, input };
}

/** Lets the person at this window become someone else: `pick(person)` or `create(name)`. */
export function choosePerson(people, me, pick, create) {
  const list = el("ul", { class: "person-list" });
  const search = el("input", { type: "search", class: "field", testid: "person-search", "aria-label": t("search-people"), placeholder: t("search-people") });
  const paint = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/);
    const found = people.filter((person) => words.every((word) => `${person.name} ${person.about || ""}`.toLowerCase().includes(word)));
    fill(list, ...found.map((person) => row(person, me, (chosen) => { closeDialog(); pick(chosen); })));
    if (found.length === 0) list.append(el("li", { class: "note" }, t("nobody-found")));
  };
  search.addEventListener("input", paint);
  paint();
  const { form } = nameForm({ label: t("new-person"), hint: t("name"), note: t("new-person-note"), button: t("add"), testid: "new-person", submit: create });
  openDialog({
    title: t("who-title"), testid: "people", className: "tall",
    children: [el("p", { class: "note" }, t("who-note")), search, list, form],
    focus: fine() ? search : null,
  });
  const current = list.querySelector("[aria-pressed=true]");
  if (current) list.scrollTop = Math.max(0, current.offsetTop - list.offsetTop - 90);
}

export function createGroup(create) {
  const { form, input } = nameForm({ label: t("group-name"), hint: t("group-name"), note: t("new-group-note"), button: t("create"), testid: "new-group", submit: create });
  openDialog({ title: t("new-group"), testid: "group-dialog", children: [form], focus: input });
}

/** What a chat is and who is in it, as far as the server told. */
export function chatDetails(info, members, me) {
  const parts = [el("p", { class: "note" }, el("span", { class: `tag kind-${info.kind}` }, t(`kind-${info.kind}`)), " ", info.about || "")];
  if (members.length > 0) {
    parts.push(el("h3", null, `${t("members")} · ${t("member-count", { n: members.length })}`),
      el("ul", { class: "person-list", testid: "members" }, ...members.map((person) => row(person, me, null))));
  }
  openDialog({ title: info.name, testid: "chat-details", className: members.length > 8 ? "tall" : "", children: parts });
}
