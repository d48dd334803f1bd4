// Making elements. Text only ever becomes text nodes: nothing here can turn a string into markup.

const SVG = "http://www.w3.org/2000/svg";
const COLOURS = 8;

export const byId = (id) => document.getElementById(id);

/**
 * An element with attributes and children (nodes, strings, or null for none). `on` holds listeners,
 * `testid` becomes data-testid; true sets an empty attribute, false, null and undefined leave it out.
 */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (value === false || value === null || value === undefined) continue;
    else node.setAttribute(name === "testid" ? "data-testid" : name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined) node.append(child);
  return node;
}

/** Replaces everything in `node`. (Element.replaceChildren is missing on older phones.) */
export function fill(node, ...children) {
  node.textContent = "";
  for (const child of children) if (child !== null && child !== undefined) node.append(child);
}

export function icon(...paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** A name that someone chose: kept apart, so that right-to-left marks in it turn nothing around it. */
export const nameOf = (text, attributes) => el("bdi", attributes, text);

/** A small whole number from a string, always the same for the same string. */
export function hue(text, count = COLOURS) {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) % 1000003;
  return sum % count;
}

function initials(name) {
  const plain = name.replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  const chinese = plain.match(/[\u3400-\u9fff]/g);
  if (chinese) return chinese.slice(-2).join("");
  return Array.from(plain).slice(0, 1).join("").toUpperCase() || "?";
}

/** Who speaks, as a coloured square: initials for people, the bot's own picture for the bot. */
export function avatar(who) {
  if (who.bot) return el("img", { class: "avatar", src: "/room/static/icon.svg", alt: "", width: 40, height: 40 });
  return el("span", { class: `avatar tint-${hue(who.id)}`, "aria-hidden": "true" }, initials(who.name));
}

/** `raw` if a click on it is harmless (http, https, or this server's own item pages), else "". */
export function safeUrl(raw) {
  if (typeof raw !== "string") return "";
  if (/^\/(i|s)\/[^\\]*$/.test(raw)) return raw;
  if (!/^https?:\/\//i.test(raw)) return "";
  try {
    return new URL(raw).href;
  } catch (error) {
    return "";
  }
}

/** The address of a picture if this server serves it, else "": the page loads nothing from elsewhere. */
export function ownPicture(raw) {
  if (typeof raw !== "string" || !raw) return "";
  try {
    const url = new URL(raw, location.href);
    return url.origin === location.origin ? url.href : "";
  } catch (error) {
    return "";
  }
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) { // an older phone, or not allowed
    const area = el("textarea", { class: "sr" }, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

export const photoUrl = (id) => `/room/photos/${encodeURIComponent(id)}`;

export function link(raw, attributes, ...children) {
  const href = safeUrl(raw);
  if (!href) return null;
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", ...attributes }, ...children);
}
