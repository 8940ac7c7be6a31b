// Fault switches, the orders to the bot, and the clock.

import { Refused, advanceClock, clearFaults, loadFaults, resetWorkspace, setFault, tellBot } from "./api.js";
import { confirmed } from "./confirm.js";
import { h, notice } from "./dom.js";

const FAULTS = [
  ["429", "429 Too many requests", "Seconds to wait", "3"],
  ["500", "500 Server error", null, ""],
  ["drop_before", "Drop the call before it acts", null, ""],
  ["drop_after", "Drop the answer after it acted", null, ""],
  ["slow", "Answer slowly", "Seconds", "5"],
  ["error", "Answer with an error", "Slack's error code", "internal_error"],
  ["disconnect", "Disconnect the socket", "Reason", "refresh_requested"],
  ["duplicate", "Send the event twice", null, ""],
];

const TARGETS = [
  "chat.postMessage",
  "chat.update",
  "chat.postEphemeral",
  "views.open",
  "views.update",
  "assistant.threads.setStatus",
  "files.getUploadURLExternal",
  "upload",
  "response_url",
  "app_mention",
  "message",
  "slash_commands",
  "interactive",
  "link",
  "*",
];

const DELIVERY = { disconnect: "link", duplicate: "message" };

/** Runs one control call; a refusal is told, a success too. */
export async function tell(call, done) {
  try {
    await call();
    if (done) notice(done);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    notice(error.message, "error");
  }
}

export function botButtons() {
  const button = (label, what, done, style = "") =>
    h("button", { type: "button", class: `button small ${style}`, onclick: () => tell(what, done) }, label);
  return h(
    "div",
    { class: "actions bot-buttons", role: "group", "aria-label": "The bot and the clock" },
    button("Start bot", () => tellBot("start"), "The bot starts."),
    button("Restart bot", () => tellBot("restart"), "The bot restarts."),
    button("Kill bot", () => tellBot("kill"), "The bot was killed.", "danger"),
    button("Cut the socket", () => tellBot("cut"), "The socket was cut."),
    button("Next day", () => advanceClock(86400), "It is a day later."),
    h("button", { type: "button", class: "button small danger", onclick: empty }, "Empty the workspace"),
  );
}

async function empty(event) {
  const sure = await confirmed(
    {
      title: { text: "Empty the workspace" },
      text: {
        type: "plain_text",
        text: "All messages, files and views of the playground go. The bot keeps its own maps.",
      },
      confirm: { text: "Empty it" },
      style: "danger",
    },
    event.currentTarget,
  );
  if (sure) await tell(resetWorkspace);
}

export function faultForm(faults) {
  const kind = h(
    "select",
    { "aria-label": "Fault" },
    FAULTS.map(([name, label]) => h("option", { value: name }, label)),
  );
  const target = h("input", {
    type: "text",
    list: "fault-targets",
    value: "chat.postMessage",
    "aria-label": "Method or event",
  });
  const times = h("input", { type: "number", min: "1", value: "1", "aria-label": "How often" });
  const value = h("input", { type: "text", value: "3", "aria-label": "Seconds to wait" });
  const valueField = h("label", {}, h("span", {}, "Seconds to wait"), value);
  kind.addEventListener("change", () => {
    const [, , label, start] = FAULTS.find(([name]) => name === kind.value);
    valueField.hidden = !label;
    valueField.firstChild.textContent = label ?? "";
    value.setAttribute("aria-label", label ?? "Value");
    value.value = start;
    target.value = DELIVERY[kind.value] ?? "chat.postMessage";
  });
  const submit = async (event) => {
    event.preventDefault();
    const typed = value.value.trim();
    const given = typed === "" || valueField.hidden ? null : Number.isNaN(Number(typed)) ? typed : Number(typed);
    await tell(
      () =>
        setFault({
          target: target.value,
          kind: kind.value,
          times: Number(times.value),
          after: 0,
          ...(given === null ? {} : { value: given }),
        }),
      "The fault is set.",
    );
    showFaults(faults);
  };
  return h(
    "form",
    { class: "fault-form", onsubmit: submit },
    h(
      "datalist",
      { id: "fault-targets" },
      TARGETS.map((one) => h("option", { value: one })),
    ),
    h("label", {}, h("span", {}, "Fault"), kind),
    h("label", {}, h("span", {}, "Method or event"), target),
    h("label", {}, h("span", {}, "Times"), times),
    valueField,
    h(
      "div",
      { class: "actions" },
      h("button", { type: "submit", class: "button small primary" }, "Set fault"),
      h(
        "button",
        {
          type: "button",
          class: "button small",
          onclick: async () => {
            await tell(clearFaults, "No faults now.");
            showFaults(faults);
          },
        },
        "Clear all",
      ),
    ),
  );
}

export function showFaults(list) {
  tell(async () => {
    const { faults = [] } = await loadFaults();
    list.replaceChildren(
      ...faults.map((one) =>
        h("li", {}, h("code", {}, one.target), ` ${one.kind}${one.value ? ` ${one.value}` : ""}, ${one.times} to come`),
      ),
    );
  });
}
