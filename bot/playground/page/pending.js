// A message still on its way, or one that did not arrive.

import { h, icon } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { person, state } from "./state.js";
import { dots } from "./status.js";

/** Its row; `retry` and `discard` are for one that did not arrive. */
export function pendingNode(pending, { retry, discard }) {
  const words = pending.text ? h("div", { class: "message-text", dir: "auto" }, plain(pending.text)) : null;
  const files = pending.files?.length
    ? h("small", {}, `${pending.files.map((file) => file.name).join(", ")} · ${Math.round(pending.progress * 100)} %`)
    : null;
  const line = pending.failed
    ? h(
        "div",
        { class: "failed", role: "alert" },
        icon("warn"),
        h("span", {}, `Not sent: ${pending.failed}`),
        h("button", { type: "button", class: "link", onclick: retry }, "Try again"),
        h("button", { type: "button", class: "link", onclick: discard }, "Discard"),
      )
    : h("small", { class: "sending" }, dots(), "Sending");
  const bar =
    pending.files?.length && !pending.failed
      ? h("progress", { max: "1", value: pending.progress, "aria-label": "Upload" })
      : null;
  return h(
    "article",
    { class: "message pending", tabindex: "-1" },
    h("div", { class: "gutter" }, avatar(state.me)),
    h(
      "div",
      { class: "message-main" },
      h("header", { class: "message-head" }, h("strong", {}, person(state.me).name)),
      words,
      files,
      bar,
      line,
    ),
  );
}
