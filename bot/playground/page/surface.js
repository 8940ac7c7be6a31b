// Where blocks stand (a message, a modal, the home tab): carries clicks to the server and keeps what is typed or chosen.

import { Refused, act } from "./api.js";
import { notice } from "./dom.js";
import { state } from "./state.js";

const kept = new Map();

export function messageSurface(message) {
  return surface(`${message.channel}/${message.ts}`, { channel: message.channel, ts: message.ts });
}

export function viewSurface(view) {
  const entered = Object.entries(view.state?.values ?? {}).flatMap(([block, actions]) =>
    Object.entries(actions).map(([action, value]) => [`${block}\n${action}`, value]),
  );
  if (!kept.has(view.id)) kept.set(view.id, new Map(entered));
  const standing = new Set((view.blocks ?? []).map((block) => block.block_id));
  for (const key of kept.get(view.id).keys())
    if (!standing.has(key.split("\n")[0])) kept.get(view.id).delete(key);
  return surface(view.id, { view_id: view.id });
}

function surface(key, address) {
  if (!kept.has(key)) kept.set(key, new Map());
  const values = kept.get(key);
  return {
    key,
    address,
    value: (block, action) => values.get(`${block}\n${action}`),
    keep: (block, action, value) => values.set(`${block}\n${action}`, value),
    values: () => nested(values),
    click: (block, action, fields) =>
      ask("click", { ...address, block_id: block, action_id: action, ...fields, state: nested(values) }),
    options: (block, action, query) => ask("options", { ...address, block_id: block, action_id: action, query }),
  };
}

export function forgetSurface(key) {
  kept.delete(key);
}

/** Slack's state.values: {block_id: {action_id: value}}. */
function nested(values) {
  const result = {};
  for (const [key, value] of values) {
    const [block, action] = key.split("\n");
    (result[block] ??= {})[action] = value;
  }
  return result;
}

/** What was refused, told once: an app that did not ack is told by the stream (interaction_failed). */
export function tellRefusal(error) {
  if (error.code !== "not_acked") notice(error.message, "error");
}

/** One act of this person; a refusal becomes a note and null. */
export async function ask(what, fields) {
  try {
    return await act(state.me, what, fields);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tellRefusal(error);
    return null;
  }
}
