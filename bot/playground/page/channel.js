// The middle: one channel or conversation, its head, its messages, its composer; for the bot also the Home tab.

import { composer, dropZone } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { flow } from "./flow.js";
import { homeNode } from "./home.js";
import { openChannel, place, toggleDrawer } from "./place.js";
import { isNear } from "./rejected.js";
import { channelName, channelOf, listen, markRead, readUpTo, rootsOf, state, unreadOf } from "./state.js";
import { sendMessage, sendSlash } from "./sending.js";
import { dots, statusWords } from "./status.js";
import { ask } from "./surface.js";
import { themeButton } from "./theme_button.js";
import { showTour } from "./tour.js";

const KIND = { public: "hash", private: "lock", shared: "link", archived: "archive" };
const NOTE = {
  archived: "This channel is archived. It can be read, nothing can be added.",
  shared: "Shared with another company: people from outside can read and write here.",
};

export function startChannel(root) {
  const messages = flow("Messages");
  const head = h("header", { class: "pane-head" });
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Waymark" });
  const home = h("div", { class: "home", tabindex: "-1" });
  const note = h("div", { class: "channel-note", hidden: true });
  const prompts = h("div", { class: "prompts", hidden: true });
  const status = h("div", { class: "status-line", role: "status" });
  const box = composer(target, false);
  root.append(head, tabs, home, messages.node, h("div", { class: "pane-foot" }, note, prompts, box.node, status));
  dropZone(root, box);
  const pane = { root, messages, head, tabs, home, note, prompts, status, box, channel: null, unreadFrom: undefined };
  listen(["place", "messages", "statuses", "channels", "read"], () => show(pane));
  listen(["bot", "place", "channels", "rejected"], () => showHead(pane));
  listen(["home", "place"], () => showHome(pane));
  listen(["prompts", "place", "messages", "channels"], () => showPrompts(pane));
  document.addEventListener("visibilitychange", () => show(pane));
  return pane;
}

const isBot = (channel) => channel?.kind === "im" && channel.user === state.bot.user_id;
const nameOf = (channel) => (channel?.kind === "im" ? channelName(channel) : `#${channelName(channel)}`);

function target() {
  const channel = channelOf(place.channel);
  return {
    channel: place.channel,
    label: `Message ${nameOf(channel)}`,
    closed: !channel || channel.kind === "archived" || place.tab === "home",
  };
}

function show(pane) {
  const channel = channelOf(place.channel);
  if (!channel) return;
  const opening = pane.channel !== channel.id;
  const list = rootsOf(channel.id);
  if (opening) {
    pane.channel = channel.id;
    pane.unreadFrom = unreadOf(channel) ? readUpTo(channel.id) : undefined; // what comes later is seen as it comes
    if (isBot(channel)) ask("open_dm", {});
  }
  const pending = state.pending.filter((one) => one.channel === channel.id && !one.thread_ts);
  pane.messages.show(list, pending, { inThread: false, unreadFrom: pane.unreadFrom, opening, lead: leadRow(channel) });
  pane.box.show();
  showNote(pane, channel);
  showStatus(pane, channel);
  if (!document.hidden && place.tab !== "home" && list.length)
    markRead(channel.id, state.messages[channel.id].at(-1).ts);
}

function showNote(pane, channel) {
  const absent = !channel.bot_in && channel.kind !== "archived";
  pane.note.hidden = !NOTE[channel.kind] && !absent;
  const invite = () => sendSlash(channel.id, `/invite @${state.bot.name}`);
  pane.note.replaceChildren(
    h(
      "span",
      {},
      [NOTE[channel.kind], absent ? `${state.bot.name} is not in this channel.` : ""].filter(Boolean).join(" "),
    ),
    absent ? h("button", { type: "button", class: "button small", onclick: invite }, `Invite ${state.bot.name}`) : "",
  );
}

function leadRow(channel) {
  const words =
    channel.kind === "im"
      ? `This is where you and ${channelName(channel)} talk.`
      : channel.topic || "The beginning of this channel.";
  return {
    key: "lead",
    item: null,
    variant: `${channel.id}|${words}`,
    build: () => h("div", { class: "lead" }, h("h2", {}, nameOf(channel)), h("p", {}, words)),
  };
}

function showStatus(pane, channel) {
  const loose = Object.entries(state.statuses).find(
    ([key]) => key === `${channel.id}:` || key === `${channel.id}:undefined` || key === `${channel.id}:null`,
  );
  pane.status.replaceChildren(...(loose ? [dots(), statusWords(loose[1])] : []));
}

function showHead(pane) {
  const channel = channelOf(place.channel);
  if (!channel) return;
  const { connected, running } = state.bot;
  const words = !state.live
    ? "Playground unreachable"
    : connected
      ? `${state.bot.name} connected`
      : running
        ? `${state.bot.name} starting`
        : `${state.bot.name} not running`;
  const chip = h(
    "button",
    {
      type: "button",
      class: `chip ${state.live && connected ? "on" : "off"}`,
      "data-focus": "chip",
      title: "Open journal and faults",
      onclick: () => toggleDrawer("journal"),
    },
    h("span", { class: "dot" }),
    h("span", { class: "chip-words" }, words),
  );
  const refused = state.rejected.filter((one) => !isNear(one)).length;
  const shield = iconButton(
    "shield",
    `What Slack would reject${refused ? ` (${refused})` : ""}`,
    () => toggleDrawer("rejected"),
    { "data-focus": "rejected", "aria-pressed": String(place.drawer === "rejected") },
  );
  if (refused)
    shield.append(h("span", { class: "mini-count", "aria-hidden": "true" }, refused > 9 ? "9+" : String(refused)));
  const focus = pane.head.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  pane.head.replaceChildren(
    iconButton("menu", "Channels", () => document.body.classList.add("sidebar-open"), {
      class: "icon-button narrow-only",
    }),
    h(
      "div",
      { class: "pane-title" },
      h("h1", {}, channel.kind === "im" ? null : icon(KIND[channel.kind] ?? "hash"), channelName(channel)),
      channel.topic ? h("p", { title: channel.topic }, channel.topic) : null,
    ),
    chip,
    shield,
    iconButton("pulse", "Journal and faults", () => toggleDrawer("journal"), {
      "data-focus": "journal",
      "aria-pressed": String(place.drawer === "journal"),
    }),
    iconButton("help", "First steps", () => showTour(pane), { "data-focus": "help" }),
    themeButton(),
  );
  if (focus) pane.head.querySelector(`[data-focus="${focus}"]`)?.focus();
  showTabs(pane, channel);
}

function showTabs(pane, channel) {
  pane.tabs.hidden = !isBot(channel);
  if (!isBot(channel)) return;
  const focused = pane.tabs.contains(document.activeElement);
  const tab = (name, label) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-selected": String(place.tab === name),
        tabindex: place.tab === name ? "0" : "-1",
        onclick: () => openChannel(channel.id, name),
      },
      label,
    );
  pane.tabs.replaceChildren(tab("messages", "Messages"), tab("home", "Home"));
  pane.tabs.onkeydown = (event) => {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft")
      openChannel(channel.id, place.tab === "home" ? "messages" : "home");
  };
  if (focused) pane.tabs.querySelector('[tabindex="0"]').focus();
}

function showHome(pane) {
  const here = place.tab === "home" && isBot(channelOf(place.channel));
  if (here && pane.home.hidden) ask("open_home", {});
  pane.home.hidden = !here;
  pane.messages.node.hidden = here;
  pane.box.node.hidden = target().closed;
  if (here) pane.home.replaceChildren(homeNode());
}

function showPrompts(pane) {
  const channel = channelOf(place.channel);
  const wanted = isBot(channel) && place.tab !== "home" && state.prompts.length > 0 && !state.pending.length;
  pane.prompts.hidden = !wanted;
  if (!wanted) return;
  pane.prompts.replaceChildren(
    ...state.prompts.map((one) =>
      h(
        "button",
        {
          type: "button",
          class: "prompt",
          title: one.message,
          onclick: () => sendMessage(channel.id, undefined, one.message, []),
        },
        one.title,
      ),
    ),
  );
}
