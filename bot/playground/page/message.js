// One message: author, time, text or blocks, files, reactions, thread foot.

import { blockNodes } from "./blocks.js";
import { h, icon } from "./dom.js";
import { editor, isEdited, startEdit } from "./editing.js";
import { fileNodes } from "./files.js";
import { showsFallback, toolbar } from "./message_tools.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { openThread } from "./place.js";
import { pickReaction, reactions } from "./reactions.js";
import { person, repliesOf, state, unreadReplies } from "./state.js";
import { dots, statusWords } from "./status.js";
import { messageSurface } from "./surface.js";

export const at = (ts) => new Date(Number(ts) * 1000);
const clock = (ts) => at(ts).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

/** What besides the message itself decides how its row looks (dom.reconcile). */
export function look(message, { follows, inThread }) {
  const replies = inThread ? [] : repliesOf(message.channel, message.ts);
  return [
    follows,
    inThread,
    replies.length,
    replies.at(-1)?.ts,
    inThread ? 0 : unreadReplies(message.channel, message.ts),
    state.statuses[`${message.channel}:${message.ts}`],
    showsFallback(message),
    isEdited(message),
    state.people.length,
  ].join("|");
}

/** The row of `message`; `follows`: same author shortly before; `inThread`: shown in the thread pane. */
export function messageNode(message, { follows, inThread }) {
  const who = person(message.user);
  const compact = follows && !message.ephemeral;
  const row = h("article", {
    class: `message${compact ? " compact" : ""}${message.ephemeral ? " ephemeral" : ""}`,
    tabindex: "-1",
    "data-ts": message.ts,
    "aria-label": `${who.name}, ${clock(message.ts)}`,
    onkeydown: (event) => messageKeys(event, message, inThread),
  });
  const gutter = compact ? h("time", { class: "gutter-time" }, clock(message.ts)) : avatar(message.user);
  row.append(
    h("div", { class: "gutter" }, gutter),
    h(
      "div",
      { class: "message-main" },
      message.ephemeral ? h("div", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
      message.broadcast && !inThread
        ? h(
            "button",
            { type: "button", class: "link", onclick: () => openThread(message.channel, message.thread_ts) },
            "replied to a thread",
          )
        : null,
      compact ? null : head(message, who),
      body(message),
      fileNodes(message.files),
      reactions(message),
      inThread ? null : foot(message),
    ),
  );
  if (!isEdited(message)) row.append(toolbar(message, inThread));
  return row;
}

function head(message, who) {
  return h(
    "header",
    { class: "message-head" },
    h("strong", {}, who.name),
    message.is_bot ? h("span", { class: "badge" }, "App") : null,
    h("time", { datetime: at(message.ts).toISOString(), title: at(message.ts).toLocaleString() }, clock(message.ts)),
  );
}

function body(message) {
  if (isEdited(message)) return editor(message);
  const edited = message.edited ? h("small", { class: "edited" }, "(edited)") : null;
  if (showsFallback(message)) return fallback(message);
  if (!message.blocks?.length)
    return message.text ? h("div", { class: "message-text", dir: "auto" }, mrkdwn(message.text, message.verbatim), edited) : null;
  return h("div", { class: "blocks" }, blockNodes(message.blocks, messageSurface(message)), edited);
}

function fallback(message) {
  const words = message.text
    ? mrkdwn(message.text, message.verbatim)
    : h("em", {}, "No text: a notification and a screen reader get nothing.");
  return h(
    "div",
    { class: "fallback" },
    h("small", {}, "What a notification or a screen reader gets"),
    h("div", { dir: "auto" }, words),
  );
}

function foot(message) {
  const replies = repliesOf(message.channel, message.ts);
  const count = Math.max(replies.length, message.reply_count ?? 0);
  const status = state.statuses[`${message.channel}:${message.ts}`];
  const thinking = status ? h("div", { class: "status" }, dots(), statusWords(status)) : null;
  if (!count) return thinking;
  const users = [...new Set([...(message.reply_users ?? []), ...replies.map((one) => one.user)])].slice(0, 4);
  const fresh = unreadReplies(message.channel, message.ts);
  const last = replies.at(-1);
  return [
    h(
      "button",
      {
        type: "button",
        class: `replies${fresh ? " fresh" : ""}`,
        onclick: () => openThread(message.channel, message.ts),
        "data-focus": "replies",
      },
      h(
        "span",
        { class: "faces" },
        users.map((id) => avatar(id, "tiny")),
      ),
      h("span", { class: "replies-count" }, `${count} ${count === 1 ? "reply" : "replies"}`),
      fresh
        ? h("span", { class: "badge new" }, `${fresh} new`)
        : last
          ? h("small", {}, `Last reply ${clock(last.ts)}`)
          : null,
    ),
    thinking,
  ];
}

function messageKeys(event, message, inThread) {
  if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
  const opens = (event.key === "Enter" || event.key === "t") && !inThread && !message.ephemeral;
  if (opens) {
    event.preventDefault();
    openThread(message.channel, message.thread_ts ?? message.ts);
  }
  if (event.key === "e" && message.user === state.me) {
    event.preventDefault();
    startEdit(message);
  }
  if (event.key === "r" && !message.ephemeral) {
    event.preventDefault();
    pickReaction(event.currentTarget.querySelector(".toolbar button"), message);
  }
}
