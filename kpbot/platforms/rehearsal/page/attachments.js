// Photos and files picked for the next message: uploaded at once, shown as a strip above the text.

import { byId, el, fill, icon, photoUrl } from "./dom.js";
import { t } from "./i18n.js";
import { complain } from "./toast.js";

const MOST = 9;
const LARGEST = 20000000; // bytes of a photo
const LARGEST_FILE = 10000000;

async function upload(file, isPhoto) {
  const answer = await fetch(isPhoto ? "/room/photos" : "/room/files", { method: "POST", headers: { "Content-Type": file.type || "application/octet-stream" }, body: file });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok || !body.id) throw new Error(body.text || t("upload-failed"));
  return body.id;
}

export class Attachments {
  constructor(changed) {
    this.changed = changed;
    this.photos = []; // {file, isPhoto, name, id, state: "uploading" | "ready" | "failed"}
    byId("photo-input").addEventListener("change", (event) => {
      this.add(Array.from(event.target.files));
      event.target.value = "";
    });
  }

  get ids() {
    return this.photos.filter((one) => one.isPhoto).map((photo) => photo.id);
  }

  get files() {
    return this.photos.filter((one) => !one.isPhoto).map(({ id, name }) => ({ id, name }));
  }

  get uploading() {
    return this.photos.some((photo) => photo.state === "uploading");
  }

  get failed() {
    return this.photos.some((photo) => photo.state === "failed");
  }

  add(files) {
    for (const file of files) {
      const isPhoto = file.type.startsWith("image/");
      if (isPhoto && file.size > LARGEST) complain(t("photo-too-big", { name: file.name }));
      else if (!isPhoto && file.size > LARGEST_FILE) complain(t("file-too-big", { name: file.name }));
      else if (this.photos.length >= MOST) complain(t("photo-too-many", { n: MOST }));
      else this.start({ file, isPhoto, name: file.name, id: "", state: "uploading" });
    }
  }

  /** Takes what is on the server already (a refused message to be edited). */
  restore(ids, files) {
    const photos = ids.map((id) => ({ file: null, isPhoto: true, name: "", id, state: "ready" }));
    this.photos = photos.concat(files.map(({ id, name }) => ({ file: null, isPhoto: false, name, id, state: "ready" })));
    this.paint();
  }

  async start(photo) {
    photo.state = "uploading";
    if (!this.photos.includes(photo)) this.photos.push(photo);
    this.paint();
    try {
      photo.id = await upload(photo.file, photo.isPhoto);
      photo.state = "ready";
    } catch (error) {
      photo.state = "failed";
      complain(error instanceof TypeError ? t("upload-failed") : error.message);
    }
    this.paint();
  }

  remove(photo) {
    this.photos = this.photos.filter((other) => other !== photo);
    this.paint();
  }

  clear() {
    this.photos = [];
    this.paint();
  }

  view(photo, n) {
    if (photo.state === "ready" && !photo.isPhoto) return el("span", { class: "picked-name" }, photo.name);
    if (photo.state === "ready") return el("img", { src: photoUrl(photo.id), alt: t("photo-n", { n }) });
    if (photo.state === "uploading") return el("span", { class: "spinner", role: "img", "aria-label": t("photo-uploading") });
    return el("button", { type: "button", class: "again", "aria-label": t("photo-retry", { n }), on: { click: () => this.start(photo) } }, "↻");
  }

  paint() {
    const strip = byId("strip");
    strip.hidden = this.photos.length === 0;
    fill(strip, ...this.photos.map((photo, at) => el("li", { class: `picked ${photo.state}${photo.isPhoto ? "" : " doc"}`, testid: "picked" }, this.view(photo, at + 1),
      el("button", { type: "button", class: "drop", "aria-label": t("remove-photo", { n: at + 1 }), on: { click: () => this.remove(photo) } }, icon("M7 7l10 10M17 7L7 17")))));
    this.changed();
  }
}
