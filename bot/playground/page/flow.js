// A scrolling list of messages: grouping, day and unread lines, staying at the end, the "new messages" button, arrow keys.

import { h, icon, reconcile } from "./dom.js";
import { at, look, messageNode } from "./message.js";
import { pendingNode } from "./pending.js";
import { dropPending, retryPending } from "./sending.js";
import { state } from "./state.js";

const GROUP_SECONDS = 300;
const NEAR_END = 80;

/** A message list; `show(messages, pending, {inThread, unreadFrom, opening})` brings it up to date. */
export function flow(label) {
  const list = h("div", { class: "flow-list", role: "log", "aria-label": label, "aria-live": "off" });
  const scroller = h("div", { class: "flow", tabindex: "-1" }, list);
  const jump = h("button", { type: "button", class: "to-end", hidden: true }, icon("down"), h("span"));
  const self = {
    list,
    scroller,
    jump,
    following: true,
    newest: "",
    behind: 0,
    top: 0,
    node: h("div", { class: "flow-frame" }, scroller, jump),
  };
  scroller.addEventListener("scroll", () => scrolled(self), { passive: true });
  jump.addEventListener("click", () => toEnd(self));
  list.addEventListener("keydown", (event) => walk(event, list));
  new ResizeObserver(() => self.following && stick(self)).observe(list);
  new ResizeObserver(() => self.following && stick(self)).observe(scroller);
  self.show = (messages, pending, options) => show(self, messages, pending, options);
  self.toEnd = () => toEnd(self);
  self.focusLast = () => [...list.querySelectorAll(".message")].at(-1)?.focus();
  return self;
}

function show(self, messages, pending, options) {
  if (options.opening) Object.assign(self, { following: true, behind: 0, newest: messages.at(-1)?.ts ?? "" });
  const fresh = messages.filter((one) => one.ts > self.newest);
  self.newest = messages.at(-1)?.ts ?? "";
  if (fresh.some((one) => one.user === state.me) || pending.length > (self.pending ?? 0)) self.following = true;
  self.pending = pending.length;
  if (!self.following) self.behind += fresh.length;
  reconcile(self.list, rows(messages, pending, options));
  rove(self.list);
  if (self.following) stick(self);
  showJump(self);
}

function rows(messages, pending, { inThread, unreadFrom, lead }) {
  const made = lead ? [lead] : [];
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const newDay = !before || day(before.ts) !== day(message.ts);
    const unread =
      unreadFrom !== undefined && message.ts > unreadFrom && (!before || before.ts <= unreadFrom) && index > 0;
    if (newDay && !inThread) made.push(dayRow(message.ts));
    if (unread)
      made.push({
        key: "unread",
        item: null,
        build: () => h("div", { class: "line unread", role: "separator" }, h("span", {}, "New")),
      });
    const follows =
      Boolean(before) &&
      !newDay &&
      !unread &&
      before.user === message.user &&
      message.ts - before.ts < GROUP_SECONDS &&
      !before.ephemeral &&
      !(inThread && index === 1);
    const how = { follows, inThread };
    made.push({ key: message.ts, item: message, variant: look(message, how), build: () => messageNode(message, how) });
    if (inThread && index === 0 && messages.length > 1) made.push(countRow(messages.length - 1));
  });
  return [...made, ...pending.map(pendingRow)];
}

function pendingRow(one) {
  return {
    key: `pending-${one.id}`,
    item: one,
    variant: "",
    build: () => pendingNode(one, { retry: () => retryPending(one), discard: () => dropPending(one) }),
  };
}

const day = (ts) => at(ts).toDateString();

function dayRow(ts) {
  return {
    key: `day-${day(ts)}`,
    item: null,
    build: () => h("div", { class: "line", role: "separator" }, h("span", {}, dayWords(at(ts)))),
  };
}

function countRow(count) {
  return {
    key: "count",
    item: count,
    build: () =>
      h(
        "div",
        { class: "line left", role: "separator" },
        h("span", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
      ),
  };
}

function dayWords(date) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return "Today";
  if (date.toDateString() === yesterday.toDateString()) return "Yesterday";
  return date.toLocaleDateString([], {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: date.getFullYear() === today.getFullYear() ? undefined : "numeric",
  });
}

function scrolled(self) {
  const { scrollHeight, scrollTop, clientHeight } = self.scroller;
  if (scrollHeight - scrollTop - clientHeight < NEAR_END) self.following = true;
  else if (scrollTop < self.top) self.following = false; // moved up by the person, not pushed by growing content
  self.top = scrollTop;
  if (self.following) self.behind = 0;
  showJump(self);
}

function stick({ scroller }) {
  scroller.scrollTop = scroller.scrollHeight;
}

function toEnd(self) {
  Object.assign(self, { following: true, behind: 0 });
  stick(self);
  showJump(self);
}

function showJump({ jump, following, behind }) {
  jump.hidden = following;
  jump.classList.toggle("fresh", behind > 0);
  jump.lastChild.textContent = behind ? `${behind} new ${behind === 1 ? "message" : "messages"}` : "Newest";
}

/** One stop for Tab in the whole list: the focused message, else the last. */
function rove(list) {
  const messages = [...list.querySelectorAll(".message")];
  const stop = messages.find((one) => one === document.activeElement) ?? messages.at(-1);
  for (const one of messages) one.tabIndex = one === stop ? 0 : -1;
}

function walk(event, list) {
  const messages = [...list.querySelectorAll(".message")];
  const here = messages.indexOf(event.target);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: messages.length - 1 }[event.key];
  if (here < 0 || !messages[to]) return;
  event.preventDefault();
  messages[here].tabIndex = -1;
  messages[to].tabIndex = 0;
  messages[to].focus();
}
