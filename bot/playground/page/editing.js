// Editing one's own message in place.

import { h } from "./dom.js";
import { asTyped } from "./mrkdwn.js";
import { changed } from "./state.js";
import { ask } from "./surface.js";

let editing = null;

const keyOf = (message) => `${message.channel}/${message.ts}`;
export const isEdited = (message) => editing === keyOf(message);

export function startEdit(message) {
  editing = keyOf(message);
  changed("messages");
}

export function editor(message) {
  const area = h("textarea", {
    class: "field",
    "aria-label": "Edit message",
    rows: 2,
    value: asTyped(message.text),
    "data-focus": "edit",
  });
  const stop = () => {
    editing = null;
    changed("messages");
  };
  const save = async () => {
    if (await ask("edit", { channel: message.channel, ts: message.ts, text: area.value })) stop();
  };
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") stop();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  });
  setTimeout(() => {
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
  return h(
    "div",
    { class: "editor" },
    area,
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "button small", onclick: stop }, "Cancel"),
      h("button", { type: "button", class: "button small primary", onclick: save }, "Save"),
    ),
  );
}
