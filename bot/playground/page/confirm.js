// A question before a deed: Block Kit's confirm object and the page's own "are you sure".

import { h, textOf } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

/** Asks; resolves to true when the person agreed. `confirm`: {title, text, confirm, deny, style?}. */
export function confirmed(confirm, opener) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "dialog small", "aria-labelledby": "confirm-title" });
    const answer = (value) => () => {
      dialog.close();
      dialog.remove();
      opener?.focus();
      resolve(value);
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(false)();
    });
    dialog.append(
      h("h2", { id: "confirm-title" }, textOf(confirm.title)),
      h("div", { class: "dialog-body" }, textNodes(confirm.text)),
      h(
        "footer",
        {},
        h("button", { type: "button", class: "button", onclick: answer(false) }, textOf(confirm.deny) || "Cancel"),
        h(
          "button",
          {
            type: "button",
            class: `button ${confirm.style === "danger" ? "danger" : "primary"}`,
            autofocus: true,
            onclick: answer(true),
          },
          textOf(confirm.confirm) || "Yes",
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
