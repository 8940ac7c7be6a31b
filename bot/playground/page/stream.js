// Keeps the page live: server-sent events into the state, and a fresh state after every (re)connect.

import { loadState, openStream } from "./api.js";
import { apply, changed, replaceState, state } from "./state.js";

const ASK_AGAIN = 2000;

/** Connects as `me`; `hear(event)` gets every event after the state took it. */
export function connect(me, hear) {
  const source = openStream(me);
  const link = { me, hear, held: [] };
  source.onmessage = (message) => take(link, JSON.parse(message.data));
  source.onopen = () => refresh(link);
  source.onerror = () => {
    setLive(false);
    if (source.readyState === EventSource.CLOSED) waitForServer();
  };
}

function take(link, event) {
  if (link.held) link.held.push(event);
  else if (event.type === "reset") location.reload();
  else {
    apply(event);
    link.hear(event);
  }
}

/** Reads the state; what the stream says meanwhile is held back and applied on top. */
async function refresh(link) {
  link.held = [];
  replaceState(await loadState(link.me));
  const { held } = link;
  link.held = null;
  setLive(true);
  for (const event of held) take(link, event);
}

/** A new run of the server has a new token, so the page is read anew once somebody answers. */
function waitForServer() {
  const asking = setInterval(async () => {
    const answer = await fetch("/", { method: "HEAD" }).catch(() => null);
    if (!answer?.ok) return;
    clearInterval(asking);
    location.reload();
  }, ASK_AGAIN);
}

function setLive(live) {
  if (state.live === live) return;
  state.live = live;
  changed("bot");
}
