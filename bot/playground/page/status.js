// What the bot is doing, in words: "Waymark is thinking…".

import { h } from "./dom.js";
import { state } from "./state.js";

/** A status as Slack shows it: "is thinking…" gets the bot's name before it. */
export const statusWords = (text) => (/^(is|are) /.test(text) ? `${state.bot.name} ${text}` : text);

export const dots = () => h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
