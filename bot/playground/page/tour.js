// The hint on first start: what to type. It goes when dismissed or when something was sent; the ? button brings it back.

import { h, icon, iconButton } from "./dom.js";
import { place } from "./place.js";
import { lastSent } from "./sending.js";
import { listen, state } from "./state.js";

const KEY = "waymark.tour";
const TRY = [
  ["/journey new Checkout", "build a map by answering questions"],
  ["/journey examples", "look into finished maps, and copy one"],
  ["/journey ask Where do customers drop off?", "get a drawn answer"],
];

/** Shows the hint above the composer of `pane` (channel.js) unless it was seen before. */
export function startTour(pane) {
  if (!localStorage.getItem(KEY)) showTour(pane);
  listen(["messages"], () => {
    if (lastSent.at) hide(pane);
  });
}

function hide(pane) {
  localStorage.setItem(KEY, "seen");
  pane.root.querySelector(".tour")?.remove();
}

export function showTour(pane) {
  if (pane.root.querySelector(".tour")) {
    hide(pane);
    return;
  }
  const put = (text) => () => {
    if (place.tab === "messages") pane.box.put(text);
  };
  const card = h(
    "section",
    { class: "tour", "aria-label": "First steps" },
    h(
      "header",
      {},
      h("strong", {}, `A small Slack on your machine, with ${state.bot.name} in it`),
      iconButton("close", "Dismiss the hint", () => hide(pane)),
    ),
    h(
      "ul",
      {},
      TRY.map(([text, why]) =>
        h(
          "li",
          {},
          h("button", { type: "button", class: "tour-try", onclick: put(text) }, h("code", {}, text), icon("right")),
          h("span", {}, why),
        ),
      ),
      h("li", {}, h("strong", {}, "Drop a CSV into a thread"), h("span", {}, "and its rows become customer events")),
      h("li", {}, h("strong", {}, "Be somebody else"), h("span", {}, "bottom left; two windows may be two people")),
    ),
  );
  pane.root.querySelector(".pane-foot").prepend(card);
}
