// Items of popular science: several in one message read as one list.

import { el, hue, link } from "./dom.js";
import { t } from "./i18n.js";
import { folded } from "./text.js";

function card(item) {
  const title = el("h4", { class: "card-title", dir: "auto" }, link(item.link, null, item.title) || item.title);
  const foot = el("p", { class: "card-foot" },
    item.source ? el("span", { class: "card-source", dir: "auto" }, t("source", { source: item.source })) : null,
    link(item.link, { class: "card-read", "aria-label": `${t("read")}：${item.title}` }, `${t("read")} ›`));
  return el("li", { class: "card" },
    el("span", { class: "card-number", "aria-hidden": "true" }, String(item.number)),
    el("div", { class: "card-text" },
      item.topic ? el("span", { class: `chip chip-${hue(item.topic, 6)}`, dir: "auto" }, item.topic) : null,
      title,
      item.summary ? el("p", { class: "card-summary", dir: "auto" }, item.summary) : null,
      ...(item.body ? folded(item.body, "card-body") : []),
      foot.childNodes.length > 0 ? foot : null));
}

export function cardList(cards) {
  return el("ol", { class: "cards" }, ...cards.map(card));
}

