// The right pane: one thread, its root, its replies, the bot's status and a composer.

import { composer, dropZone } from "./composer.js";
import { h, iconButton } from "./dom.js";
import { flow } from "./flow.js";
import { closeThread, place } from "./place.js";
import { channelName, channelOf, listen, markRead, repliesOf, rootsOf, state } from "./state.js";
import { dots, statusWords } from "./status.js";
import { ask } from "./surface.js";

const CAN_HOVER = matchMedia("(hover: hover)");

export function startThread(root) {
  const messages = flow("Thread");
  const title = h("p");
  const status = h("div", { class: "status-line", role: "status" });
  const box = composer(target, true);
  root.append(
    h(
      "header",
      { class: "pane-head" },
      h("div", { class: "pane-title" }, h("h2", {}, "Thread"), title),
      iconButton("close", "Close the thread", closeThread),
    ),
    messages.node,
    h("div", { class: "pane-foot" }, box.node, status),
  );
  dropZone(root, box);
  const pane = { root, messages, title, status, box, thread: null };
  listen(["place", "messages", "channels"], () => show(pane));
  listen(["statuses", "place"], () => showStatus(pane));
  document.addEventListener("visibilitychange", () => show(pane));
  return pane;
}

function target() {
  const archived = channelOf(place.channel)?.kind === "archived";
  return {
    channel: place.channel,
    thread_ts: place.thread ?? undefined,
    label: "Reply in thread",
    closed: !place.thread || archived,
  };
}

function show(pane) {
  const root = place.thread && rootsOf(place.channel).find((one) => one.ts === place.thread);
  pane.root.hidden = !root;
  document.body.classList.toggle("thread-open", Boolean(root));
  if (!root) {
    pane.thread = null;
    return;
  }
  const channel = channelOf(place.channel);
  const opening = pane.thread !== root.ts;
  pane.thread = root.ts;
  pane.title.textContent = channel?.kind === "im" ? channelName(channel) : `#${channelName(channel)}`;
  const replies = repliesOf(place.channel, root.ts);
  const pending = state.pending.filter((one) => one.channel === place.channel && one.thread_ts === root.ts);
  pane.messages.show([root, ...replies], pending, { inThread: true, opening });
  pane.box.show();
  takeFocus(pane);
  if (!document.hidden) markRead(`${place.channel}:${root.ts}`, replies.at(-1)?.ts ?? root.ts);
}

/** On a phone the focus would bring the keyboard up over the thread. */
function takeFocus(pane) {
  if (place.typing && CAN_HOVER.matches) pane.box.area.focus();
  place.typing = false;
}

function showStatus(pane) {
  const text = state.statuses[`${place.channel}:${place.thread}`];
  const stop = h(
    "button",
    { type: "button", class: "link", onclick: () => ask("stop", { channel: place.channel, thread_ts: place.thread }) },
    "Stop",
  );
  pane.status.replaceChildren(...(text ? [dots(), h("span", {}, statusWords(text)), stop] : []));
}
