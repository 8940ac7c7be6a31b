// What this person sees now, and who wants to hear when it changes.

import { RUN, Refused, act } from "./api.js";

export const state = {
  team: { name: "" },
  me: "",
  bot: { user_id: "", name: "", running: false, connected: false },
  people: [],
  channels: [],
  messages: {},
  commands: [],
  shortcuts: [],
  views: [],
  home: null,
  prompts: [],
  statuses: {},
  rejected: [],
  pending: [],
  journal: [],
  live: true,
};

const listeners = new Map();
let waiting = new Set();

/** Calls `hear(topics)` after a change to any of `topics`; changes of one moment are told once. */
export function listen(topics, hear) {
  for (const topic of topics) listeners.set(topic, [...(listeners.get(topic) ?? []), hear]);
}

export function changed(...topics) {
  if (waiting.size === 0) queueMicrotask(tell);
  for (const topic of topics) waiting.add(topic);
}

function tell() {
  const topics = waiting;
  waiting = new Set();
  const hearers = new Set([...topics].flatMap((topic) => listeners.get(topic) ?? []));
  for (const hear of hearers) hear(topics);
}

/** Takes a whole new state; messages only for this person are not in it and stay until the page is read anew. */
export function replaceState(fresh) {
  const fleeting = Object.values(state.messages)
    .flat()
    .filter((one) => one.ephemeral);
  Object.assign(state, fresh);
  for (const one of fleeting) state.messages[one.channel]?.push(one);
  for (const list of Object.values(state.messages)) list.sort(byTime);
  seedMarks();
  changed("channels", "messages", "views", "home", "prompts", "statuses", "rejected", "bot");
}

const byTime = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

const APPLY = {
  message: ({ message }) => putMessage(message),
  message_changed: ({ message }) => putMessage(message),
  message_deleted: ({ channel, ts }) => dropMessage(channel, ts),
  status: ({ channel, thread_ts, text }) => putStatus(channel, thread_ts, text),
  view_opened: ({ view }) => putView(view),
  view_pushed: ({ view }) => putView(view),
  view_updated: ({ view }) => putView(view),
  view_closed: ({ view_id }) => dropView(view_id),
  journal: ({ entry }) => {
    state.journal = [...state.journal, entry].slice(-400);
    changed("journal");
  },
  rejected: ({ entry }) => {
    state.rejected = [entry, ...state.rejected].slice(0, 200);
    changed("rejected");
  },
  bot: ({ running, connected }) => {
    state.bot = { ...state.bot, running, connected };
    changed("bot");
  },
  channels: ({ channels }) => {
    state.channels = channels;
    changed("channels");
  },
  prompts: ({ prompts }) => {
    state.prompts = prompts;
    changed("prompts");
  },
  home: ({ view }) => {
    state.home = view;
    changed("home");
  },
};

/** Takes one event of the stream; true when it changed what is kept here. */
export function apply(event) {
  const change = APPLY[event.type];
  change?.(event);
  return Boolean(change);
}

function putMessage(message) {
  const list = (state.messages[message.channel] ??= []);
  const at = list.findIndex((one) => one.ts === message.ts);
  if (at >= 0) list[at] = message;
  else {
    list.push(message);
    list.sort(byTime);
  }
  if (message.user === state.me) settlePending(message);
  changed("messages");
}

function settlePending(message) {
  const at = state.pending.findIndex(
    (one) => one.channel === message.channel && (one.thread_ts ?? "") === (message.thread_ts ?? "") && !one.failed,
  );
  if (at >= 0) state.pending = state.pending.filter((_, index) => index !== at);
}

function dropMessage(channel, ts) {
  state.messages[channel] = (state.messages[channel] ?? []).filter((one) => one.ts !== ts);
  changed("messages");
}

function putStatus(channel, thread_ts, text) {
  const key = `${channel}:${thread_ts}`;
  if (text) state.statuses = { ...state.statuses, [key]: text };
  else state.statuses = Object.fromEntries(Object.entries(state.statuses).filter(([one]) => one !== key));
  changed("statuses");
}

function putView(view) {
  const known = state.views.some((one) => one.id === view.id);
  state.views = known ? state.views.map((one) => (one.id === view.id ? view : one)) : [...state.views, view];
  changed("views");
}

function dropView(id) {
  state.views = state.views.filter((one) => one.id !== id);
  changed("views");
}

export function setPending(pending) {
  state.pending = pending;
  changed("messages");
}

/** Somebody's {id, name, title, color, initials}; the bot and strangers included. */
export function person(id) {
  const known = state.people.find((one) => one.id === id);
  if (known) return known;
  if (id === state.bot.user_id)
    return { id, name: state.bot.name, title: "App", color: "#14664f", initials: "W", isBot: true };
  return { id, name: id || "Somebody", title: "", color: "#6b6b70", initials: "?" };
}

export const channelOf = (id) => state.channels.find((one) => one.id === id);
export const isRoot = (message) => !message.thread_ts || message.thread_ts === message.ts;

export function channelName(channel) {
  return channel?.kind === "im" ? person(channel.user).name : (channel?.name ?? "");
}

/** What stands in the channel itself: roots, and replies that were also sent there. */
export const rootsOf = (channel) => (state.messages[channel] ?? []).filter((one) => isRoot(one) || one.broadcast);

export function repliesOf(channel, ts) {
  return (state.messages[channel] ?? []).filter((one) => one.thread_ts === ts && one.ts !== ts);
}

const READ_KEY = "waymark.read";
let marks = {};

/** Marks by place ("C1" or "C1:thread_ts"): channels as the server counts them, threads as this window remembers them. */
function seedMarks() {
  const kept = JSON.parse(sessionStorage.getItem(READ_KEY) ?? "{}");
  marks = kept.run === RUN && kept.me === state.me ? kept.marks : {};
  for (const channel of state.channels)
    marks[channel.id] = lastRead(state.messages[channel.id] ?? [], channel.unread ?? 0);
}

function lastRead(messages, unread) {
  let left = unread;
  let at = messages.length - 1;
  while (at >= 0 && left > 0) left -= messages[at--].user === state.me ? 0 : 1;
  return messages[at]?.ts ?? "";
}

export const readUpTo = (place) => marks[place] ?? "";

export function markRead(place, ts) {
  if (readUpTo(place) >= ts) return;
  marks[place] = ts;
  sessionStorage.setItem(READ_KEY, JSON.stringify({ run: RUN, me: state.me, marks }));
  changed("read");
  if (!place.includes(":")) tellRead(place, ts);
}

function tellRead(channel, ts) {
  act(state.me, "mark", { channel, ts }).catch((error) => {
    if (!(error instanceof Refused)) throw error;
  }); // only a mark: the next message tries again
}

export function unreadOf(channel) {
  return rootsOf(channel.id).filter((one) => one.ts > readUpTo(channel.id) && one.user !== state.me).length;
}

export function unreadReplies(channel, ts) {
  return repliesOf(channel, ts).filter((one) => one.ts > readUpTo(`${channel}:${ts}`) && one.user !== state.me).length;
}
