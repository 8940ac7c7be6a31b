// What the person sends, and what is still on its way: messages, slash commands, uploads.

import { Refused, act, upload } from "./api.js";
import { setPending, state } from "./state.js";
import { tellRefusal } from "./surface.js";

let count = 0;
export const lastSent = { channel: null, at: 0 };

/** Sends text and files to a channel or thread; shows them as pending until they arrive. */
export function sendMessage(channel, thread_ts, text, files) {
  const pending = { id: (count += 1), channel, thread_ts, text, files, progress: 0, failed: null };
  setPending([...state.pending, pending]);
  return deliver(pending);
}

async function deliver(pending) {
  const { channel, thread_ts, text, files } = pending;
  Object.assign(lastSent, { channel, at: Date.now() });
  try {
    if (files.length)
      await upload(state.me, files, { channel, thread_ts, text }, (progress) => replace(pending.id, { progress }));
    else await act(state.me, "say", { channel, text, ...(thread_ts ? { thread_ts } : {}) });
    setPending(state.pending.filter((one) => one.id !== pending.id));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    replace(pending.id, { failed: error.message });
  }
}

function replace(id, change) {
  setPending(state.pending.map((one) => (one.id === id ? { ...one, ...change } : one)));
}

export function retryPending(pending) {
  replace(pending.id, { failed: null, progress: 0 });
  return deliver(pending);
}

export function dropPending(pending) {
  setPending(state.pending.filter((one) => one.id !== pending.id));
}

export async function sendSlash(channel, text) {
  Object.assign(lastSent, { channel, at: Date.now() });
  try {
    await act(state.me, "slash", { channel, text });
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tellRefusal(error);
    return false;
  }
}
