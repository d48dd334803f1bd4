// Times as the rehearsal room shows them: always in the offset of its own clock, not in the browser's.

import { lang, t } from "./i18n.js";

const DAY = 86400000;
let offset = 0; // milliseconds east of UTC
let today = ""; // YYYY-MM-DD

/** Takes over the room's clock, an ISO time with offset. Returns true if the day has changed. */
export function setNow(iso) {
  const sign = /([+-])(\d\d):?(\d\d)$/.exec(iso);
  offset = sign ? (sign[1] === "-" ? -1 : 1) * (Number(sign[2]) * 60 + Number(sign[3])) * 60000 : 0;
  const before = today;
  today = dayOf(iso);
  return before !== today;
}

function local(iso) {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? null : new Date(at + offset);
}

/** The local day of an ISO time, as YYYY-MM-DD; "" if it is no time. */
export function dayOf(iso) {
  const at = local(iso);
  return at ? at.toISOString().slice(0, 10) : "";
}

/** HH:MM of an ISO time. */
export function timeOf(iso) {
  const at = local(iso);
  return at ? at.toISOString().slice(11, 16) : "";
}

/** A day as a separator shows it: today, yesterday, or the date with its weekday, the year if it is another. */
export function dayLabel(day) {
  if (!day) return "";
  const at = Date.parse(`${day}T00:00:00Z`);
  const away = (Date.parse(`${today}T00:00:00Z`) - at) / DAY;
  const options = { timeZone: "UTC", month: "long", day: "numeric", weekday: "long" };
  if (day.slice(0, 4) !== today.slice(0, 4)) options.year = "numeric";
  const date = new Intl.DateTimeFormat(lang() === "en" ? "en-GB" : "zh-CN", options).format(at);
  const spaced = date.replace(/日(?=星期)/, "日 ");
  if (away === 0) return `${t("today")} · ${spaced}`;
  if (away === 1) return `${t("yesterday")} · ${spaced}`;
  return spaced;
}

/** As short as a chat list needs it: the time today, else the date. */
export function brief(iso) {
  const day = dayOf(iso);
  if (!day || day === today) return timeOf(iso);
  const options = { timeZone: "UTC", month: lang() === "en" ? "short" : "long", day: "numeric" };
  return new Intl.DateTimeFormat(lang() === "en" ? "en-GB" : "zh-CN", options).format(Date.parse(`${day}T00:00:00Z`));
}
