// What can be done with a message: the bar on hover and its menu.

import { confirmed } from "./confirm.js";
import { h, iconButton, notice } from "./dom.js";
import { startEdit } from "./editing.js";
import { asTyped } from "./mrkdwn.js";
import { openThread } from "./place.js";
import { menu } from "./popover.js";
import { pickReaction } from "./reactions.js";
import { changed, isRoot, state } from "./state.js";
import { ask } from "./surface.js";

const fallbackShown = new Set();

const keyOf = (message) => `${message.channel}/${message.ts}`;
/** Whether the text that notifications and screen readers get is shown in place of the blocks. */
export const showsFallback = (message) => fallbackShown.has(keyOf(message));

export function toolbar(message, inThread) {
  const reply = !inThread && isRoot(message) && !message.ephemeral;
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    message.ephemeral
      ? null
      : iconButton("smile", "Add a reaction", (event) => pickReaction(event.currentTarget, message), {
          "data-focus": "tool/react",
          "aria-expanded": "false",
        }),
    reply
      ? iconButton("reply", "Reply in thread", () => openThread(message.channel, message.ts), {
          "data-focus": "tool/reply",
        })
      : null,
    iconButton("text", "Show the fallback text", () => toggleFallback(message), {
      "data-focus": "tool/text",
      "aria-pressed": String(showsFallback(message)),
    }),
    iconButton("more", "More actions", (event) => menu(event.currentTarget, moreItems(message), "More actions"), {
      "data-focus": "tool/more",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    }),
  );
}

function moreItems(message) {
  const mine = message.user === state.me && !message.ephemeral;
  const shortcuts = message.ephemeral ? [] : state.shortcuts.filter((one) => one.type === "message");
  return [
    ...shortcuts.map((one) => ({
      label: one.name,
      hint: state.bot.name,
      icon: "plus",
      pick: () => ask("shortcut", { callback_id: one.callback_id, channel: message.channel, ts: message.ts }),
    })),
    { label: "Copy text", icon: "file", pick: () => copy(asTyped(message.text)) },
    { label: "Copy blocks as JSON", icon: "table", pick: () => copy(JSON.stringify(message.blocks ?? [], null, 2)) },
    ...(mine
      ? [
          { label: "Edit message", hint: "E", icon: "pen", pick: () => startEdit(message) },
          { label: "Delete message", icon: "bin", danger: true, pick: () => remove(message) },
        ]
      : []),
  ];
}

async function copy(words) {
  await navigator.clipboard.writeText(words);
  notice("Copied.");
}

async function remove(message) {
  const sure = await confirmed({
    title: { text: "Delete message" },
    text: { type: "plain_text", text: "Delete this message for everybody?" },
    confirm: { text: "Delete" },
    style: "danger",
  });
  if (sure) await ask("delete", { channel: message.channel, ts: message.ts });
}

function toggleFallback(message) {
  const key = keyOf(message);
  if (!fallbackShown.delete(key)) fallbackShown.add(key);
  changed("messages");
}
