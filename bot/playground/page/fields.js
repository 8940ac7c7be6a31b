// Fields of Block Kit: checkboxes, radio buttons, dates and times, text and numbers.

import { h, textOf } from "./dom.js";
import { textNodes } from "./mrkdwn.js";
import { focusName, press } from "./press.js";

export function choices(element, place) {
  const many = element.type === "checkboxes";
  const key = many ? "selected_options" : "selected_option";
  const kept =
    place.surface.value(place.block, element.action_id)?.[key] ?? element[many ? "initial_options" : "initial_option"];
  const chosen = new Set(
    [kept]
      .flat()
      .filter(Boolean)
      .map((one) => one.value),
  );
  const name = `${place.surface.key}/${focusName(element, place)}`;
  const keep = () => {
    const picked = element.options.filter((one) => chosen.has(one.value));
    place.surface.keep(place.block, element.action_id, {
      type: element.type,
      [key]: many ? picked : (picked[0] ?? null),
    });
  };
  const change = (option) => (event) => {
    if (!many) chosen.clear();
    if (event.target.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    keep();
    if (place.dispatch) press(event.target, element, place, { selected: many ? [...chosen] : option.value });
  };
  keep();
  return h(
    "div",
    { class: "choices", role: many ? "group" : "radiogroup", "aria-label": place.label },
    element.options.map((option) =>
      h(
        "label",
        { class: "choice" },
        h("input", {
          type: many ? "checkbox" : "radio",
          name,
          value: option.value,
          checked: chosen.has(option.value),
          onchange: change(option),
          "data-focus": `${focusName(element, place)}/${option.value}`,
        }),
        h(
          "span",
          {},
          textNodes(option.text),
          option.description ? h("small", {}, textNodes(option.description)) : null,
        ),
      ),
    ),
  );
}

const MOMENT = {
  datepicker: ["date", "initial_date", "selected_date"],
  timepicker: ["time", "initial_time", "selected_time"],
  datetimepicker: ["datetime-local", "initial_date_time", "selected_date_time"],
};

export function moment(element, place) {
  const [type, initial, key] = MOMENT[element.type];
  const whole = type === "datetime-local";
  const start = place.surface.value(place.block, element.action_id)?.[key] ?? element[initial] ?? "";
  const read = () =>
    whole ? (made.value ? Math.floor(new Date(made.value).getTime() / 1000) : null) : made.value || null;
  const made = h("input", {
    type,
    class: "field",
    value: whole ? local(start) : start,
    "aria-label": place.label ?? textOf(element.placeholder),
    "data-focus": focusName(element, place),
    onchange: () => {
      keep();
      if (place.dispatch && read() !== null) press(made, element, place, { selected: read() });
    },
  });
  const keep = () => place.surface.keep(place.block, element.action_id, { type: element.type, [key]: read() });
  keep();
  return made;
}

function local(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export function textInput(element, place) {
  const kept = place.surface.value(place.block, element.action_id)?.value ?? element.initial_value ?? "";
  const attributes = {
    class: "field",
    value: kept,
    placeholder: textOf(element.placeholder),
    "aria-label": place.label,
    "data-focus": focusName(element, place),
    dir: "auto",
    minlength: element.min_length,
    maxlength: element.max_length,
    min: element.min_value,
    max: element.max_value,
    autofocus: element.focus_on_load,
  };
  const types = { number_input: "number", email_text_input: "email", url_text_input: "url" };
  const made = element.multiline
    ? h("textarea", { ...attributes, rows: 4 })
    : h("input", {
        ...attributes,
        type: types[element.type] ?? "text",
        step: element.is_decimal_allowed ? "any" : null,
      });
  const keep = () =>
    place.surface.keep(place.block, element.action_id, { type: element.type, value: made.value || null });
  made.addEventListener("input", keep);
  const typed = element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  if (place.dispatch && typed)
    made.addEventListener("input", () => place.surface.click(place.block, element.action_id, { value: made.value }));
  if (place.dispatch && !element.multiline)
    made.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        press(made, element, place, { value: made.value });
      }
    });
  keep();
  return made;
}
