// Ctrl/Cmd K: jump to a channel or a person by a few letters.

import { h, icon } from "./dom.js";
import { avatar } from "./people.js";
import { openChannel, openThread, place } from "./place.js";
import { asTyped } from "./mrkdwn.js";
import { channelName, repliesOf, state, unreadOf } from "./state.js";

let dialog = null;

export function openJump() {
  if (dialog) return;
  const look = { items: [], active: 0, list: h("div", { role: "listbox", id: "jump-list", "aria-label": "Places" }) };
  look.query = h("input", {
    type: "text",
    placeholder: "Channel, person or thread",
    "aria-label": "Jump to",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "jump-list",
    autofocus: true,
    oninput: () => find(look),
    onkeydown: (event) => keys(event, look),
  });
  const back = document.activeElement;
  dialog = h(
    "dialog",
    {
      class: "jump",
      "aria-label": "Jump to",
      onclose: () => {
        dialog.remove();
        dialog = null;
        if (look.items.length && !look.went) back?.focus();
      },
      onclick: (event) => event.target === dialog && dialog.close(),
    },
    h("div", { class: "jump-head" }, icon("search"), look.query),
    look.list,
  );
  document.body.append(dialog);
  dialog.showModal();
  find(look);
}

function places() {
  const channels = state.channels.map((one) => ({
    name: channelName(one),
    more: one.kind === "im" ? "Direct message" : one.topic,
    mark:
      one.kind === "im"
        ? avatar(one.user, "tiny")
        : icon({ private: "lock", shared: "link", archived: "archive" }[one.kind] ?? "hash"),
    unread: unreadOf(one),
    go: () => openChannel(one.id),
  }));
  const threads = state.channels.flatMap((one) =>
    (state.messages[one.id] ?? [])
      .filter((message) => repliesOf(one.id, message.ts).length)
      .map((message) => ({
        name: asTyped(message.text).split("\n")[0].slice(0, 70) || "Thread",
        more: `Thread in ${channelName(one)}`,
        mark: icon("reply"),
        unread: 0,
        thread: true,
        go: () => openThread(one.id, message.ts),
      })),
  );
  return [...channels, ...threads.reverse()];
}

function find(look) {
  const words = look.query.value.trim().toLowerCase().replace(/^[#@]/, "");
  const rank = (one) => (one.name.toLowerCase().startsWith(words) ? 0 : 1);
  const fits = (one) => (words ? one.name.toLowerCase().includes(words) : !one.thread);
  look.items = places()
    .filter(fits)
    .sort((a, b) => (words ? rank(a) - rank(b) : b.unread - a.unread))
    .slice(0, 9);
  look.active = 0;
  look.list.replaceChildren(
    ...(look.items.length
      ? look.items.map((one, at) =>
          h(
            "div",
            { role: "option", id: `jump-${at}`, onclick: () => go(look, one) },
            one.mark,
            h("span", { class: "place-name" }, one.name),
            h("small", {}, one.more ?? ""),
            one.unread ? h("span", { class: "count" }, String(one.unread)) : null,
          ),
        )
      : [h("div", { class: "note" }, "No such place")]),
  );
  mark(look);
}

function mark({ list, active, query }) {
  [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
  query.setAttribute("aria-activedescendant", `jump-${active}`);
}

function keys(event, look) {
  const to = { ArrowDown: look.active + 1, ArrowUp: look.active - 1 }[event.key];
  if (to !== undefined && look.items.length) {
    event.preventDefault();
    look.active = (to + look.items.length) % look.items.length;
    mark(look);
  }
  if (event.key === "Enter" && look.items[look.active]) {
    event.preventDefault();
    go(look, look.items[look.active]);
  }
}

function go(look, one) {
  look.went = true;
  dialog.close();
  one.go();
  setTimeout(() => place.thread || document.getElementById("composer").focus());
}
