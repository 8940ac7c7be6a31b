// Reactions below a message, and the picker that adds one.

import { h } from "./dom.js";
import { EMOJI, QUICK, emoji } from "./emoji.js";
import { popover, step } from "./popover.js";
import { person, state } from "./state.js";
import { ask } from "./surface.js";

export function reactions(message) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map(({ name, users }) => {
      const mine = users.includes(state.me);
      const names = users.map((id) => person(id).name).join(", ");
      return h(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(mine),
          title: names,
          "aria-label": `${name.replaceAll("_", " ")}, ${names}`,
          "data-focus": `reaction/${name}`,
          onclick: () => ask(mine ? "unreact" : "react", { channel: message.channel, ts: message.ts, name }),
        },
        emoji(name),
        h("span", {}, String(users.length)),
      );
    }),
  );
}

export function pickReaction(anchor, message) {
  const react = (name) => () => {
    shut();
    ask("react", { channel: message.channel, ts: message.ts, name });
  };
  const one = (name) =>
    h(
      "button",
      { type: "button", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, onclick: react(name) },
      EMOJI[name],
    );
  const grid = h(
    "div",
    { class: "emoji-grid" },
    QUICK.map(one),
    h("hr"),
    Object.keys(EMOJI)
      .filter((name) => !QUICK.includes(name))
      .map(one),
  );
  grid.addEventListener("keydown", (event) => {
    const turned = { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp" }[event.key];
    if (turned)
      step({ key: turned, preventDefault: () => event.preventDefault() }, [...grid.querySelectorAll("button")]);
  });
  const shut = popover(anchor, grid, { label: "Reactions" });
  grid.querySelector("button").focus();
}
