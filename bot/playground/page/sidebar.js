// The left side: workspace, jump button, channels, conversations, and who one is.

import { h, icon, iconButton, reconcile } from "./dom.js";
import { openJump } from "./jump.js";
import { avatar, meButton } from "./people.js";
import { openChannel, place } from "./place.js";
import { channelName, listen, state, unreadOf } from "./state.js";

const KIND = { public: "hash", private: "lock", shared: "link", archived: "archive" };
const SPOKEN = { private: "private", shared: "shared with another company", archived: "archived" };

export function startSidebar(root) {
  const channels = h("ul", { class: "places" });
  const direct = h("ul", { class: "places" });
  const archived = h("ul", { class: "places" });
  const shelf = h("section", {}, h("h2", {}, "Archived"), archived);
  const foot = h("div", { class: "sidebar-foot" });
  const team = h("strong", { class: "team" });
  root.append(
    h(
      "header",
      { class: "sidebar-head" },
      team,
      iconButton("close", "Close the list", () => document.body.classList.remove("sidebar-open"), {
        class: "icon-button narrow-only",
      }),
    ),
    h(
      "button",
      { type: "button", class: "jump-button", onclick: openJump },
      icon("search"),
      h("span", {}, "Jump to"),
      h("kbd", {}, navigator.platform.startsWith("Mac") ? "⌘ K" : "Ctrl K"),
    ),
    h(
      "div",
      { class: "sidebar-scroll" },
      h("section", {}, h("h2", {}, "Channels"), channels),
      h("section", {}, h("h2", {}, "Direct messages"), direct),
      shelf,
    ),
    foot,
  );
  const show = () => {
    team.textContent = state.team.name;
    reconcile(channels, state.channels.filter((one) => one.kind in KIND && one.kind !== "archived").map(row));
    reconcile(direct, state.channels.filter((one) => one.kind === "im").map(row));
    reconcile(archived, state.channels.filter((one) => one.kind === "archived").map(row));
    shelf.hidden = !archived.children.length;
  };
  document
    .getElementById("channel")
    .addEventListener("pointerdown", () => document.body.classList.remove("sidebar-open"));
  const showMe = () => foot.replaceChildren(meButton());
  listen(["channels", "messages", "place", "read", "bot"], show);
  listen(["channels"], showMe);
}

function row(channel) {
  const unread = place.channel === channel.id ? 0 : unreadOf(channel);
  const current = place.channel === channel.id;
  const variant = `${unread}|${current}|${channelName(channel)}|${channel.kind}|${state.bot.connected}`;
  return { key: channel.id, item: null, variant, build: () => h("li", {}, link(channel, unread, current)) };
}

function link(channel, unread, current) {
  const spoken = [SPOKEN[channel.kind], unread ? `${unread} unread` : ""].filter(Boolean).join(", ");
  return h(
    "a",
    {
      href: `#/${encodeURIComponent(channel.id)}`,
      class: `place${unread ? " unread" : ""}`,
      "aria-current": current ? "page" : null,
      "data-focus": `place/${channel.id}`,
      "aria-label": `${channelName(channel)}${spoken ? `, ${spoken}` : ""}`,
      onclick: (event) => {
        event.preventDefault();
        openChannel(channel.id);
      },
    },
    sign(channel),
    h("span", { class: "place-name" }, channelName(channel)),
    isBot(channel)
      ? h("span", {
          class: `dot ${state.bot.connected ? "on" : "off"}`,
          title: state.bot.connected ? "Connected" : "Away",
        })
      : null,
    unread ? h("span", { class: "count" }, unread > 99 ? "99+" : String(unread)) : null,
  );
}

const isBot = (channel) => channel.kind === "im" && channel.user === state.bot.user_id;
const sign = (channel) => (channel.kind === "im" ? avatar(channel.user, "tiny") : icon(KIND[channel.kind]));
