// The box one types in: grows with the text, sends, takes files by picker, paste and drop, keeps a draft per place.

import { completion } from "./completion.js";
import { h, icon, iconButton, notice } from "./dom.js";
import { startEdit } from "./editing.js";
import { bytes } from "./files.js";
import { sendMessage, sendSlash } from "./sending.js";
import { state } from "./state.js";

const drafts = new Map();
const MOST_HEIGHT = 240;

/** A composer; `target()` gives {channel, thread_ts, label, closed} of the place it writes to. */
export function composer(target, inThread) {
  const area = h("textarea", {
    rows: 1,
    dir: "auto",
    id: inThread ? "thread-composer" : "composer",
    enterkeyhint: "send",
  });
  const files = h("ul", { class: "tray", hidden: true });
  const send = h(
    "button",
    { type: "submit", class: "send", "aria-label": "Send", title: "Send (Enter)" },
    icon("send"),
  );
  const picker = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1" });
  const hints = completion(area, inThread);
  const box = { area, tray: files, send, picker, hints, target, inThread, chosen: [], at: null };
  box.node = h(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        submit(box);
      },
    },
    hints.list,
    h(
      "div",
      { class: "composer-box" },
      files,
      area,
      h(
        "div",
        { class: "composer-tools" },
        iconButton("clip", "Add files", () => picker.click()),
        iconButton("smile", "Emoji (type : and a name)", () => insert(box, ":")),
        h(
          "span",
          { class: "composer-hint" },
          h("kbd", {}, "Enter"),
          " sends, ",
          h("kbd", {}, "Shift Enter"),
          " new line",
        ),
        send,
      ),
    ),
    picker,
  );
  area.addEventListener("input", () => typed(box));
  area.addEventListener("keydown", (event) => keys(event, box));
  area.addEventListener("blur", () => hints.hide());
  area.addEventListener("paste", (event) => pasted(event, box));
  picker.addEventListener("change", () => {
    addFiles(box, picker.files);
    picker.value = "";
  });
  box.show = () => show(box);
  box.addFiles = (list) => addFiles(box, list);
  box.put = (text) => {
    area.value = text;
    typed(box);
    area.focus();
  };
  return box;
}

const keyOf = ({ channel, thread_ts: thread }) => `${channel}/${thread ?? ""}`;

function show(box) {
  const place = box.target();
  box.node.hidden = Boolean(place.closed);
  if (box.at === keyOf(place)) return;
  box.at = keyOf(place);
  const draft = drafts.get(box.at) ?? { text: "", files: [] };
  box.area.value = draft.text;
  box.chosen = draft.files;
  box.area.placeholder = place.label;
  box.area.setAttribute("aria-label", place.label);
  typed(box, false);
  showTray(box);
}

function typed(box, look = true) {
  const { area } = box;
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, MOST_HEIGHT)}px`;
  drafts.set(box.at, { text: area.value, files: box.chosen });
  box.send.disabled = !area.value.trim() && !box.chosen.length;
  if (look) box.hints.refresh();
}

function insert(box, text) {
  const { area } = box;
  const spaced = area.value && !/\s$/.test(area.value.slice(0, area.selectionStart)) ? ` ${text}` : text;
  area.setRangeText(spaced, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  typed(box);
}

function keys(event, box) {
  if (event.isComposing) return;
  if (box.hints.keys(event)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    return submit(box);
  }
  if (event.key === "ArrowUp" && !box.area.value) return editLast(event, box.target());
  return undefined;
}

function editLast(event, { channel, thread_ts: thread }) {
  const mine = (state.messages[channel] ?? []).filter(
    (one) =>
      one.user === state.me &&
      !one.ephemeral &&
      (thread ? one.thread_ts === thread || one.ts === thread : !one.thread_ts || one.thread_ts === one.ts),
  );
  if (!mine.length) return;
  event.preventDefault();
  startEdit(mine.at(-1));
}

async function submit(box) {
  const { channel, thread_ts: thread } = box.target();
  const text = box.area.value.trim();
  if (!text && !box.chosen.length) return;
  box.hints.hide();
  const command = /^\/[a-z]/.test(text) && !box.chosen.length ? text.split(/\s/)[0] : null;
  if (command && box.inThread)
    return notice(
      `${command} does not work in threads. Type it in the channel, or mention @${state.bot.name} here.`,
      "error",
    );
  const files = box.chosen;
  clear(box);
  if (!command) return sendMessage(channel, thread, text, files);
  const sent = await sendSlash(channel, text);
  if (!sent && !box.area.value) box.put(text);
  return undefined;
}

function clear(box) {
  box.area.value = "";
  box.chosen = [];
  typed(box, false);
  showTray(box);
}

function pasted(event, box) {
  if (!event.clipboardData?.files.length) return;
  event.preventDefault();
  addFiles(box, event.clipboardData.files);
}

function addFiles(box, list) {
  box.chosen = [...box.chosen, ...list];
  typed(box, false);
  showTray(box);
  box.area.focus();
}

function showTray(box) {
  box.tray.hidden = box.chosen.length === 0;
  box.tray.replaceChildren(
    ...box.chosen.map((file) =>
      h(
        "li",
        {},
        icon("file"),
        h("span", {}, h("strong", {}, file.name), h("small", {}, bytes(file.size))),
        iconButton("close", `Remove ${file.name}`, () => {
          box.chosen = box.chosen.filter((one) => one !== file);
          typed(box, false);
          showTray(box);
        }),
      ),
    ),
  );
}

/** Lets files be dropped on `pane`; they go to the composer `box`. */
export function dropZone(pane, box) {
  const veil = h("div", { class: "drop-veil", hidden: true }, icon("clip"), h("span"));
  pane.append(veil);
  let depth = 0;
  const over = (by) => (event) => {
    if (![...event.dataTransfer.types].includes("Files") || box.node.hidden) return;
    event.preventDefault();
    depth = Math.max(0, depth + by);
    veil.hidden = depth === 0;
    veil.lastChild.textContent = `Drop to add: ${box.target().label}`;
  };
  pane.addEventListener("dragenter", over(1));
  pane.addEventListener("dragleave", over(-1));
  pane.addEventListener("dragover", (event) => event.preventDefault());
  pane.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    if (!box.node.hidden) box.addFiles(event.dataTransfer.files);
  });
}
