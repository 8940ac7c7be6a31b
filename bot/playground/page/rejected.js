// What Slack would reject: each refusal with pointer, rule, limit and what was found; near-limits in amber.

import { h, icon } from "./dom.js";
import { state } from "./state.js";

/** An entry that went through, but close to a limit. */
export const isNear = (entry) => entry.answer === "near";

export function rejectedNode() {
  if (!state.rejected.length) {
    return h(
      "div",
      { class: "empty" },
      icon("check"),
      h("h2", {}, "Nothing so far"),
      h("p", {}, "Every payload of the bot is checked against Slack's limits. Refusals and near-limits appear here."),
    );
  }
  return h("ol", { class: "rejected" }, state.rejected.map(entryNode));
}

function entryNode(entry) {
  const near = isNear(entry);
  const title = near ? "Near a limit" : "Refused";
  return h(
    "li",
    { class: near ? "near" : "refused" },
    h(
      "div",
      { class: "rejected-head" },
      h("span", { class: "badge" }, title),
      near ? null : h("strong", {}, String(entry.answer ?? "")),
      h("code", {}, entry.method),
      h("small", {}, timeOf(entry.at)),
    ),
    (entry.verdicts ?? []).map(verdictNode),
    payloadNode(entry.payload),
  );
}

function verdictNode({ pointer, rule, limit, found, message }) {
  return h(
    "div",
    { class: "verdict" },
    h("strong", {}, (rule ?? "").replaceAll("_", " ")),
    h("code", { class: "pointer" }, pointer || "/"),
    h("dl", {}, pair("Allowed", limit), pair("Found", found)),
    message ? h("p", {}, message) : null,
  );
}

function payloadNode(payload) {
  return payload
    ? h("details", {}, h("summary", {}, "Payload"), h("pre", {}, h("code", {}, JSON.stringify(payload, null, 2))))
    : null;
}

function pair(name, value) {
  if (value === undefined || value === null) return null;
  return [h("dt", {}, name), h("dd", {}, typeof value === "object" ? JSON.stringify(value) : String(value))];
}

const timeOf = (at) => new Date(at * 1000).toLocaleTimeString([], { hour12: false });
