// Starts the page: who am I, the state, the panes, the stream.

import { ME, Refused, loadState } from "./api.js";
import { startChannel } from "./channel.js";
import { announce, h, notice } from "./dom.js";
import { startDrawer } from "./drawers.js";
import { startKeys } from "./keys.js";
import { startModals, viewErrors } from "./modals.js";
import { asTyped } from "./mrkdwn.js";
import { openChannel, openThread, place, readAddress } from "./place.js";
import { lastSent } from "./sending.js";
import { startSidebar } from "./sidebar.js";
import { channelName, channelOf, isRoot, listen, person, replaceState, state, unreadOf } from "./state.js";
import { connect } from "./stream.js";
import { startThread } from "./thread.js";
import { startTour } from "./tour.js";

const OPEN_THREAD_WITHIN = 30_000;
const WIDE = matchMedia("(min-width: 1000px)");

async function start() {
  const fresh = await loadState(ME);
  if (ME !== fresh.me) history.replaceState(null, "", `?as=${encodeURIComponent(fresh.me)}${location.hash}`);
  startSidebar(document.getElementById("sidebar"));
  const pane = startChannel(document.getElementById("channel"));
  startThread(document.getElementById("thread"));
  startDrawer(document.getElementById("drawer"));
  startModals();
  startKeys();
  replaceState(fresh);
  readAddress();
  if (!channelOf(place.channel)) openChannel(firstChannel());
  startTour(pane);
  connect(fresh.me, hear);
  listen(["messages", "read", "place"], title);
  document.documentElement.dataset.ready = "true";
  pane.box.area.focus();
}

const firstChannel = () => (state.channels.find((one) => one.kind === "public" && one.bot_in) ?? state.channels[0])?.id;

function title() {
  const unread = state.channels.reduce((sum, one) => sum + (one.id === place.channel ? 0 : unreadOf(one)), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${channelName(channelOf(place.channel))} · ${person(state.me).name} · Waymark playground`;
}

function hear(event) {
  if (event.type === "message" && event.message.user !== state.me) told(event.message);
  if (event.type === "view_errors") viewErrors(event);
  if (event.type === "interaction_failed") notice(event.message, "error");
}

/** Reads a new message out, and opens the thread in which the bot answers what was just sent. */
function told(message) {
  announce(`${person(message.user).name}: ${asTyped(message.text).slice(0, 200)}`);
  const answersMe =
    message.is_bot &&
    !isRoot(message) &&
    lastSent.channel === message.channel &&
    Date.now() - lastSent.at < OPEN_THREAD_WITHIN;
  if (answersMe && !place.thread && place.channel === message.channel && place.tab === "messages" && WIDE.matches)
    openThread(message.channel, message.thread_ts, false);
}

start().catch((error) => {
  if (!(error instanceof Refused)) throw error;
  document
    .getElementById("channel")
    .append(h("div", { class: "empty" }, h("h2", {}, "The playground did not answer"), h("p", {}, error.message)));
});
