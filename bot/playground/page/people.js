// People: avatars, who one is now, and the menu to be somebody else.

import { h } from "./dom.js";
import { menu } from "./popover.js";
import { person, state } from "./state.js";

/** Black or white, whichever reads better on `colour` (#rrggbb). */
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#111111" : "#ffffff";
}

export function avatar(id, size = "") {
  const who = person(id);
  const initials = who.initials || who.name.slice(0, 1).toUpperCase();
  const colour = /^#[0-9a-f]{6}$/i.test(who.color ?? "") ? who.color : "#6b6b70";
  return h(
    "span",
    {
      class: `avatar ${size}${who.isBot ? " bot" : ""}`,
      "aria-hidden": "true",
      vars: { "--tint": colour, "--tint-ink": inkOn(colour) },
    },
    initials,
  );
}

const addressOf = (id) => `${location.pathname}?as=${encodeURIComponent(id)}${location.hash}`;

/** The button with one's own face; its menu makes the window somebody else's. */
export function meButton() {
  const me = person(state.me);
  const button = h(
    "button",
    {
      type: "button",
      class: "me-button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": `You are ${me.name}. Be somebody else`,
    },
    avatar(state.me),
    h("span", { class: "me-words" }, h("strong", {}, me.name), h("small", {}, me.title || me.role || "")),
    h("span", { class: "me-hint", "aria-hidden": "true" }, "Switch"),
  );
  button.addEventListener("click", () => menu(button, choices(), "Be somebody else"));
  return button;
}

function choices() {
  const others = state.people.filter((one) => one.id !== state.me && one.id !== state.bot.user_id);
  const be = (one) => ({
    label: one.name,
    hint: [one.title, one.role].filter(Boolean).join(" · "),
    mark: avatar(one.id, "small"),
    pick: () => location.assign(addressOf(one.id)),
  });
  const apart = {
    label: "Second window as somebody else",
    hint: "Talk to yourself as two people",
    icon: "plus",
    pick: () => window.open(addressOf(others[0].id), "_blank", "noopener"),
  };
  return others.length ? [...others.map(be), apart] : [];
}
