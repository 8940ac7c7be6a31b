// Interactive elements of Block Kit by their type.

import { button, feedback, iconElement, overflow, workflowButton } from "./buttons.js";
import { h } from "./dom.js";
import { choices, moment, textInput } from "./fields.js";
import { fileInput } from "./file_input.js";
import { imageSource } from "./files.js";
import { select } from "./selects.js";

const MAKE = {
  button,
  workflow_button: workflowButton,
  overflow,
  checkboxes: choices,
  radio_buttons: choices,
  datepicker: moment,
  timepicker: moment,
  datetimepicker: moment,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  file_input: fileInput,
  feedback_buttons: feedback,
  icon_button: iconElement,
  image,
};

/** The control for `element`. `place`: {surface, block, dispatch, label?}; without `dispatch` a change is kept, not sent. */
export function elementNode(element, place) {
  if (/^(multi_)?(static|external|users|conversations|channels)_select$/.test(element.type))
    return select(element, place);
  return MAKE[element.type]?.(element, place) ?? h("code", { class: "unknown-element" }, `element “${element.type}”`);
}

function image(element) {
  const source = imageSource(element);
  return source
    ? h("img", { class: "thumb", src: source, alt: element.alt_text ?? "" })
    : h("span", { class: "emoji", role: "img", "aria-label": element.alt_text ?? "picture" }, "🖼️");
}
