// The open chat in the page's address: #chat/<id>, so that reload keeps it and a phone's back key leaves it.

const HASH = "#chat/";

/** The id of the chat that the address names, or null. */
export function chatInAddress() {
  try {
    return location.hash.startsWith(HASH) ? decodeURIComponent(location.hash.slice(HASH.length)) : null;
  } catch (error) {
    return null; // not a well-formed escape
  }
}

export function enterAddress(id) {
  const address = HASH + encodeURIComponent(id);
  if (chatInAddress() === null) history.pushState({ list: true }, "", address);
  else history.replaceState(history.state, "", address);
}

export function clearAddress() {
  history.replaceState(null, "", location.pathname);
}

/** Goes back to the list; returns true where the browser does it and will say so by popstate. */
export function leaveAddress() {
  if (history.state && history.state.list) {
    history.back();
    return true;
  }
  clearAddress();
  return false;
}
