// A photo, large, with the others of its album a tap or an arrow key away.

import { el, fill, icon, photoUrl } from "./dom.js";
import { openDialog } from "./dialog.js";
import { t } from "./i18n.js";

export function viewPhotos(photos, at) {
  const frame = el("div", { class: "photo-frame" });
  const step = (by) => {
    at = (at + by + photos.length) % photos.length;
    fill(frame, el("img", { src: photoUrl(photos[at]), alt: t("photo-n", { n: at + 1 }) }));
    count.textContent = photos.length > 1 ? `${at + 1} / ${photos.length}` : "";
  };
  const arrow = (label, path, by) => el("button", { type: "button", class: "icon-button", "aria-label": t(label), on: { click: () => step(by) } }, icon(path));
  const count = el("span", { class: "photo-count", "aria-live": "polite" });
  const bar = photos.length > 1 ? el("div", { class: "photo-bar" }, arrow("previous", "M15 5l-7 7 7 7", -1), count, arrow("next", "M9 5l7 7-7 7", 1)) : null;
  const { panel } = openDialog({ title: t("photo"), testid: "photo-view", className: "viewer", children: bar ? [frame, bar] : [frame] });
  panel.addEventListener("keydown", (event) => {
    if (photos.length > 1 && event.key === "ArrowLeft") step(-1);
    if (photos.length > 1 && event.key === "ArrowRight") step(1);
  });
  step(0);
}
