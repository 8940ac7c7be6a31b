// Buttons of Block Kit: plain, link, icon, feedback, overflow menu.

import { h, icon, textOf } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { menu } from "./popover.js";
import { focusName, press } from "./press.js";

export function button(element, place) {
  const style = { primary: "primary", danger: "danger" }[element.style] ?? "";
  const attributes = {
    class: `button ${style}`,
    "data-focus": focusName(element, place),
    "data-action": element.action_id,
    "aria-label": element.accessibility_label,
  };
  if (element.url && /^https?:/i.test(element.url)) {
    const made = h(
      "a",
      { ...attributes, href: element.url, target: "_blank", rel: "noopener noreferrer" },
      plain(textOf(element.text)),
    );
    made.addEventListener("click", () => press(made, element, place, { value: element.value }));
    return made;
  }
  const made = h("button", { type: "button", ...attributes }, plain(textOf(element.text)));
  made.addEventListener("click", () => press(made, element, place, { value: element.value }));
  return made;
}

export function workflowButton(element) {
  return h(
    "button",
    { type: "button", class: "button", disabled: true, title: "Workflows do not run here" },
    textOf(element.text),
  );
}

const ICONS = { trash: "bin", copy: "file", edit: "pen", refresh: "reply" };

export function iconElement(element, place) {
  const label = element.accessibility_label ?? textOf(element.text);
  const made = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: label,
      "aria-label": label,
      "data-focus": focusName(element, place),
    },
    icon(ICONS[element.icon] ?? "more"),
  );
  made.addEventListener("click", () => press(made, element, place, { value: element.value }));
  return made;
}

export function feedback(element, place) {
  const given = () => place.surface.value(place.block, element.action_id)?.value;
  const one = (side) => {
    const wanted = element[`${side}_button`];
    const made = h(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-pressed": String(given() === wanted.value),
        "data-focus": `${focusName(element, place)}/${side}`,
        "aria-label": wanted.accessibility_label,
      },
      plain(textOf(wanted.text)),
    );
    made.addEventListener("click", () => {
      place.surface.keep(place.block, element.action_id, { type: element.type, value: wanted.value });
      for (const sibling of made.parentElement.children) sibling.setAttribute("aria-pressed", String(sibling === made));
      press(made, element, place, { value: wanted.value });
    });
    return made;
  };
  return h("div", { class: "feedback" }, one("positive"), one("negative"));
}

export function overflow(element, place) {
  const made = h(
    "button",
    {
      type: "button",
      class: "icon-button framed",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-focus": focusName(element, place),
    },
    icon("more"),
  );
  const pick = (option) => () => {
    if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener");
    press(made, element, place, { selected: option.value });
  };
  made.addEventListener("click", () =>
    menu(
      made,
      element.options.map((option) => ({
        label: plain(option.text.text),
        hint: textOf(option.description),
        pick: pick(option),
      })),
      "More actions",
    ),
  );
  return made;
}
