// The switch between light and dark.

import { h, icon } from "./dom.js";

const KEY = "waymark.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const now = () => document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");

export function themeButton() {
  const button = h("button", {
    type: "button",
    class: "icon-button",
    "data-focus": "theme",
    onclick: () => {
      turn();
      show(button);
    },
  });
  show(button);
  system.addEventListener("change", () => show(button));
  return button;
}

function turn() {
  const next = now() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem(KEY, next);
}

function show(button) {
  const label = now() === "dark" ? "Use light colours" : "Use dark colours";
  button.setAttribute("aria-label", label);
  button.title = label;
  button.replaceChildren(icon(now() === "dark" ? "sun" : "moon"));
}
