// Files of a message, each as a line that saves it.

import { el, icon } from "./dom.js";
import { t } from "./i18n.js";

const SHEET = ["M6 3.500h8l4 4V20.500H6z", "M14 3.500V8h4", "M9 12h6M9 15.500h6"];
const OWN = /^\/room\/messages\/\d+\/(document|files\/\d+)$/;

function sizeOf(bytes) {
  if (!bytes) return "";
  return bytes < 1000000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1000000).toFixed(1)} MB`;
}

function line(file) {
  const words = [icon(...SHEET), el("bdi", { class: "file-name" }, file.name), el("span", { class: "file-size" }, sizeOf(file.size))];
  if (!OWN.test(file.url || "")) return el("span", { class: "file" }, ...words); // still on its way
  return el("a", { class: "file", testid: "file", href: file.url, download: file.name, "aria-label": t("file-save", { name: file.name }) }, ...words);
}

export const fileList = (files) => el("div", { class: "files" }, ...files.map(line));
