// What this window still owes the server: kept until it is acknowledged, also over a reload.

const KEPT = "kpbot.room.unsent";

function load() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
    return Array.isArray(kept) ? kept : [];
  } catch (error) {
    return [];
  }
}

let owed = load(); // [{as: person id, frame}]

function save() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(owed));
  } catch (error) { /* full or forbidden: it is still in memory */ }
}

/** A key no other message has. (crypto.randomUUID is missing on older phones.) */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function owe(as, frame) {
  owed.push({ as, frame });
  save();
}

/** Forgets the frame with this key and returns it, or null if it was not owed. */
export function settle(key) {
  const found = owed.find((entry) => entry.frame.key === key);
  if (!found) return null;
  owed = owed.filter((entry) => entry !== found);
  save();
  return found.frame;
}

/** Frames that `person` has not had acknowledged, in the order they were made. */
export function owedBy(person) {
  return owed.filter((entry) => entry.as === person).map((entry) => entry.frame);
}
