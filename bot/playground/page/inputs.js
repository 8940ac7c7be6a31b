// Input blocks: label, control, hint, the error beside it, and what a form needs before it may be sent.

import { h, textOf } from "./dom.js";
import { elementNode } from "./elements.js";
import { plain } from "./mrkdwn.js";

let count = 0;

export function inputBlock(block, surface) {
  const id = `input-${(count += 1)}`;
  const label = textOf(block.label);
  const control = elementNode(block.element, {
    surface,
    block: block.block_id,
    dispatch: Boolean(block.dispatch_action),
    label,
  });
  const target = control.matches("input, textarea, button") ? control : (control.querySelector("input") ?? control);
  target.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  return h(
    "div",
    { class: "input" },
    h(
      "div",
      { class: "label", "aria-hidden": "true" },
      plain(label),
      block.optional ? h("small", {}, " (optional)") : null,
    ),
    control,
    h("div", { class: "error", id: `${id}-error`, role: "alert", hidden: true }),
    block.hint ? h("div", { class: "hint", id: `${id}-hint` }, plain(textOf(block.hint))) : null,
  );
}

const EMPTY = (value) => {
  const given = Object.entries(value ?? {})
    .filter(([key]) => key !== "type")
    .map(([, one]) => one);
  return given.every(
    (one) => one === null || one === undefined || one === "" || (Array.isArray(one) && one.length === 0),
  );
};

/** What is missing or wrong before `blocks` may be sent: {block_id: words}. */
export function missing(blocks, surface) {
  const errors = {};
  for (const block of blocks ?? []) {
    if (block.type !== "input") continue;
    const value = surface.value(block.block_id, block.element.action_id);
    const words = EMPTY(value)
      ? block.optional
        ? null
        : "Please complete this required field."
      : outside(block.element, value);
    if (words) errors[block.block_id] = words;
  }
  return errors;
}

function outside(element, { value }) {
  if (element.type === "number_input") {
    if (Number.isNaN(Number(value))) return "Please enter a number.";
    if (element.min_value !== undefined && Number(value) < Number(element.min_value))
      return `The smallest number is ${element.min_value}.`;
    if (element.max_value !== undefined && Number(value) > Number(element.max_value))
      return `The largest number is ${element.max_value}.`;
  }
  if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value)) return "Please enter an e-mail address.";
  if (element.type === "url_text_input" && !URL.canParse(value)) return "Please enter a web address.";
  if (element.min_length && value.length < element.min_length)
    return `Please enter at least ${element.min_length} characters.`;
  return null;
}

/** Writes `errors` beside their fields in `form` and puts the focus on the first. */
export function showErrors(form, errors) {
  let first = null;
  for (const frame of form.querySelectorAll("[data-block]")) {
    const words = errors[frame.dataset.block];
    const line = frame.querySelector(".error");
    if (!line) continue;
    line.hidden = !words;
    line.textContent = words ?? "";
    const control = frame.querySelector("input, textarea, button.select");
    control?.toggleAttribute("aria-invalid", Boolean(words));
    if (words) first ??= control;
  }
  first?.focus();
}
