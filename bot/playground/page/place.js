// Where the person is: channel, thread, tab and drawer. Channel and thread live in the address, so reload and Back work.

import { changed } from "./state.js";

export const place = { channel: null, thread: null, tab: "messages", drawer: null, typing: false };

export function readAddress() {
  const [channel, rest] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  Object.assign(place, {
    channel: channel || null,
    thread: rest && rest !== "home" ? rest : null,
    tab: rest === "home" ? "home" : "messages",
  });
  changed("place");
}

function go(channel, rest) {
  const hash = `#/${[channel, rest].filter(Boolean).map(encodeURIComponent).join("/")}`;
  if (location.hash === hash) readAddress();
  else location.hash = hash;
}

export function openChannel(id, tab = "messages") {
  document.body.classList.remove("sidebar-open");
  go(id, tab === "home" ? "home" : null);
}

/** Opens a thread; with `typing` the focus goes to its composer. */
export function openThread(channel, ts, typing = true) {
  place.typing = typing;
  go(channel, ts);
}

export const closeThread = () => go(place.channel, null);

export function toggleDrawer(name) {
  place.drawer = place.drawer === name ? null : name;
  changed("place");
}

window.addEventListener("hashchange", readAddress);
