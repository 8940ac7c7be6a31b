// The journal as it grows, in a drawer with the fault switches.

import { loadJournal } from "./api.js";
import { h, reconcile } from "./dom.js";
import { botButtons, faultForm, showFaults, tell } from "./faults.js";
import { state } from "./state.js";

const look = { words: "", kind: "" };

export function journalNode() {
  const faults = h("ul", { class: "fault-list" });
  const list = h("ol", { class: "journal", "aria-label": "Journal" });
  const kinds = h(
    "select",
    {
      "aria-label": "Kind of entry",
      onchange: () => {
        look.kind = kinds.value;
        show(list);
      },
    },
    h("option", { value: "" }, "All kinds"),
    ["act", "call", "event", "ack", "interaction", "response_url", "ws", "file", "fault", "refusal", "bot"].map(
      (kind) => h("option", { value: kind, selected: look.kind === kind }, kind),
    ),
  );
  const words = h("input", {
    type: "search",
    placeholder: "Filter",
    "aria-label": "Filter the journal",
    value: look.words,
    oninput: () => {
      look.words = words.value.toLowerCase();
      show(list);
    },
  });
  showFaults(faults);
  fillJournal().then(() => show(list));
  return h(
    "div",
    { class: "drawer-body" },
    botButtons(),
    h("details", { class: "fold", open: true }, h("summary", {}, "Faults"), faultForm(faults), faults),
    h(
      "section",
      { class: "journal-part" },
      h("div", { class: "journal-head" }, h("h3", {}, "Journal"), kinds, words),
      list,
    ),
  );
}

export function showJournal(root) {
  const list = root.querySelector(".journal");
  if (list) show(list);
}

async function fillJournal() {
  await tell(async () => {
    const { entries = [] } = await loadJournal(0);
    const seen = new Set(entries.map((one) => one.seq));
    state.journal = [...entries, ...state.journal.filter((one) => !seen.has(one.seq))].slice(-400);
  });
}

function show(list) {
  const fits = (one) =>
    one.method !== "mark" &&
    (!look.kind || one.kind === look.kind) &&
    (!look.words || JSON.stringify(one).toLowerCase().includes(look.words));
  reconcile(
    list,
    state.journal
      .filter(fits)
      .reverse()
      .slice(0, 200)
      .map((one) => ({ key: String(one.seq), item: one, build: () => entryNode(one) })),
  );
}

function entryNode(entry) {
  const refused = entry.answer?.ok === false ? entry.answer.error : entry.kind === "refusal" ? entry.answer : null;
  const bad = refused || entry.kind === "fault";
  return h(
    "li",
    {},
    h(
      "details",
      { class: `entry${bad ? " bad" : ""}` },
      h(
        "summary",
        {},
        h("time", {}, timeWords(entry.at)),
        h("span", { class: `kind ${entry.kind}` }, entry.kind),
        h("span", { class: "entry-words" }, entry.method ?? entry.actor ?? ""),
        refused ? h("span", { class: "badge" }, String(refused)) : null,
        entry.ms === undefined || entry.ms === null ? null : h("small", {}, `${Math.round(entry.ms)} ms`),
      ),
      h("pre", {}, h("code", {}, JSON.stringify(entry, null, 2))),
    ),
  );
}

const timeWords = (at) => new Date(at * 1000).toLocaleTimeString([], { hour12: false });
