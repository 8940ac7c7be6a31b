// The App Home tab of the bot.

import { blockNodes } from "./blocks.js";
import { h } from "./dom.js";
import { state } from "./state.js";
import { viewSurface } from "./surface.js";

export function homeNode() {
  if (!state.home)
    return h(
      "div",
      { class: "empty" },
      h("h2", {}, "Nothing here yet"),
      h("p", {}, `${state.bot.name} has not published a Home tab for you.`),
    );
  return h("div", { class: "blocks home-blocks" }, blockNodes(state.home.blocks, viewSurface(state.home)));
}
