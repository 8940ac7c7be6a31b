// Modals: the stack of views the bot opened for this person; the top one is shown, focus stays inside.

import { blockNodes } from "./blocks.js";
import { announce, h, icon, iconButton, textOf } from "./dom.js";
import { missing, showErrors } from "./inputs.js";
import { plain } from "./mrkdwn.js";
import { listen, state } from "./state.js";
import { ask, forgetSurface, viewSurface } from "./surface.js";

let dialog = null;
let shown = null;
let opener = null;

export function startModals() {
  listen(["views"], show);
}

const top = () => state.views.at(-1);

function show() {
  const view = top();
  if (!view) return shut();
  if (!dialog) openDialog();
  if (shown === view) return undefined;
  const same = shown?.id === view.id;
  const focus = same ? document.activeElement?.dataset?.focus : null;
  shown = view;
  dialog.replaceChildren(...viewNodes(view));
  const heir = focus && [...dialog.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus);
  (
    heir ??
    dialog.querySelector("[autofocus]") ??
    dialog.querySelector(".dialog-body :is(input, textarea, button, select, a)") ??
    dialog.querySelector("footer button")
  )?.focus();
  if (!same) announce(textOf(view.title));
  return undefined;
}

function openDialog() {
  opener = document.activeElement;
  dialog = h("dialog", { class: "dialog", "aria-labelledby": "view-title" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function shut() {
  dialog?.remove();
  dialog = null;
  shown = null;
  if (opener?.isConnected) opener.focus();
  opener = null;
}

function viewNodes(view) {
  const surface = viewSurface(view);
  const deep = state.views.length > 1;
  const form = h(
    "form",
    {
      class: "dialog-form",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit(view, surface, form);
      },
    },
    h(
      "div",
      { class: "dialog-body" },
      view.blocks?.length ? blockNodes(view.blocks, surface) : h("div", { class: "loading" }, "Loading…"),
    ),
    h(
      "footer",
      {},
      h(
        "button",
        { type: "button", class: "button", onclick: () => leave() },
        plain(textOf(view.close) || (deep ? "Back" : "Cancel")),
      ),
      view.submit ? h("button", { type: "submit", class: "button primary" }, plain(textOf(view.submit))) : null,
    ),
  );
  return [
    h(
      "header",
      {},
      deep ? iconButton("left", "Back", () => leave()) : null,
      h("h2", { id: "view-title" }, plain(textOf(view.title))),
      h("span", { class: "badge" }, state.bot.name),
      iconButton("close", "Close", () => leave(true)),
    ),
    form,
  ];
}

async function submit(view, surface, form) {
  const button = form.querySelector('button[type="submit"]');
  if (!button || button.getAttribute("aria-busy") === "true") return;
  const errors = missing(view.blocks, surface);
  showErrors(form, errors);
  if (Object.keys(errors).length) return;
  button.setAttribute("aria-busy", "true");
  await ask("submit", { view_id: view.id, state: surface.values() });
  button.removeAttribute("aria-busy");
}

/** The bot's own words beside its fields. */
export function viewErrors({ view_id: id, errors }) {
  if (shown?.id !== id) return;
  showErrors(dialog, errors);
  const placed = [...dialog.querySelectorAll("[data-block]")].map((one) => one.dataset.block);
  const loose = Object.entries(errors)
    .filter(([block]) => !placed.includes(block))
    .map(([, words]) => words);
  dialog.querySelector(".form-error")?.remove();
  if (loose.length)
    dialog
      .querySelector(".dialog-body")
      .prepend(h("div", { class: "form-error", role: "alert" }, icon("warn"), loose.join(" ")));
}

async function leave(all = false) {
  const gone = all ? [...state.views] : [top()];
  await ask("close", { view_id: top().id, ...(all ? { all: true } : {}) });
  for (const view of gone) forgetSurface(view.id);
}
