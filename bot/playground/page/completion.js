// The list above the composer: slash commands with their usage, people after @, channels after #, emoji after a colon.

import { h } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { avatar } from "./people.js";
import { channelName, state } from "./state.js";
import { ask } from "./surface.js";

const MOST = 8;
const INVITE = { command: "/invite", description: "Bring somebody into this channel", usage_hint: "@person" };

/** The parts of a usage hint such as "[new | show <map> | help]". */
function usages(hint) {
  return (hint ?? "")
    .replace(/^\[|\]$/g, "")
    .split(/\s*\|\s*(?![^<[]*[>\]])/)
    .map((one) => one.trim())
    .filter(Boolean);
}

function slashItems(text, inThread) {
  if (inThread || !text.startsWith("/")) return [];
  return [...state.commands, INVITE].flatMap((one) => {
    if (text.startsWith(`${one.command} `)) return usageItems(one, text.slice(one.command.length + 1));
    return one.command.startsWith(text)
      ? [{ label: one.command, hint: one.usage_hint, more: one.description, put: `${one.command} `, from: 0 }]
      : [];
  });
}

function usageItems({ command, usage_hint: hint }, typed) {
  if (typed.includes(" ")) return [];
  return usages(hint)
    .filter((one) => /^[a-z]/.test(one) && one.startsWith(typed) && one !== typed)
    .map((one) => {
      const [word, ...rest] = one.split(" ");
      return {
        label: `${command} ${word}`,
        hint: rest.join(" "),
        put: `${command} ${word}${rest.length ? " " : ""}`,
        from: 0,
        runs: rest.every((part) => part.startsWith("[")),
      };
    });
}

/** Global shortcuts stand in the same menu, as in Slack. */
function shortcutItems(text, inThread) {
  const found = /^\/([^\s]*)$/.exec(text);
  if (inThread || !found) return [];
  const fits = (one) => one.type === "global" && one.name.toLowerCase().includes(found[1].toLowerCase());
  return state.shortcuts.filter(fits).map((one) => ({
    label: one.name,
    more: `Shortcut of ${state.bot.name}`,
    put: "",
    from: 0,
    run: () => ask("shortcut", { callback_id: one.callback_id }),
  }));
}

function personItems(query, from) {
  const fits = (one) => one.name.toLowerCase().includes(query);
  const everyone = [
    { id: state.bot.user_id, name: state.bot.name, title: "App" },
    ...state.people.filter((one) => one.id !== state.bot.user_id),
  ];
  const first = (one) => (one.name.toLowerCase().startsWith(query) ? 0 : 1);
  return everyone
    .filter(fits)
    .sort((a, b) => first(a) - first(b))
    .map((one) => ({ label: one.name, more: one.title, mark: avatar(one.id, "tiny"), put: `@${one.name} `, from }));
}

function channelItems(query, from) {
  return state.channels
    .filter((one) => one.kind !== "im" && channelName(one).includes(query))
    .map((one) => ({ label: `#${one.name}`, more: one.topic, put: `#${one.name} `, from }));
}

function emojiItems(query, from) {
  return Object.entries(EMOJI)
    .filter(([name]) => name.startsWith(query))
    .map(([name, sign]) => ({ label: `${sign} :${name}:`, put: `:${name}: `, from }));
}

const AFTER = /(?:^|[\s(])([@#:])([\p{L}\p{N}_+-]*)$/u;

/** What fits the text before the caret. */
function suggestions(text, inThread) {
  const slash = [...slashItems(text, inThread), ...shortcutItems(text, inThread)];
  if (slash.length) return slash;
  const found = AFTER.exec(text);
  if (!found) return [];
  const [, sign, query] = found;
  const from = text.length - query.length - 1;
  if (sign === "@") return personItems(query.toLowerCase(), from).slice(0, MOST);
  if (sign === "#") return channelItems(query.toLowerCase(), from).slice(0, MOST);
  return query.length > 1 ? emojiItems(query, from).slice(0, MOST) : [];
}

/** The list beside `area` (a textarea); `keys(event)` is true when the list took the key. */
export function completion(area, inThread) {
  const list = h("div", {
    class: "completion",
    role: "listbox",
    id: `completion-${inThread ? "thread" : "channel"}`,
    "aria-label": "Suggestions",
    hidden: true,
  });
  const look = { area, list, inThread, items: [], active: 0 };
  area.setAttribute("role", "combobox");
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  look.refresh = () => refresh(look);
  look.hide = () => show(look, []);
  look.keys = (event) => keys(event, look);
  show(look, []);
  return look;
}

function refresh(look) {
  const { area } = look;
  show(
    look,
    area.selectionStart === area.selectionEnd
      ? suggestions(area.value.slice(0, area.selectionStart), look.inThread)
      : [],
  );
}

function show(look, items) {
  Object.assign(look, { items, active: 0 });
  look.list.hidden = items.length === 0;
  look.area.setAttribute("aria-expanded", String(items.length > 0));
  look.list.replaceChildren(
    ...items.map((item, at) =>
      h(
        "div",
        {
          role: "option",
          id: `${look.list.id}-${at}`,
          onpointerdown: (event) => {
            event.preventDefault();
            take(look, item);
          },
        },
        item.mark ?? null,
        h("strong", {}, item.label),
        item.hint ? h("code", {}, item.hint) : null,
        item.more ? h("small", {}, item.more) : null,
      ),
    ),
  );
  mark(look);
}

function mark({ list, active, area, items }) {
  [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
  list.children[active]?.scrollIntoView({ block: "nearest" });
  if (items.length) area.setAttribute("aria-activedescendant", `${list.id}-${active}`);
  else area.removeAttribute("aria-activedescendant");
}

function take(look, item) {
  const { area } = look;
  const rest = area.value.slice(area.selectionStart);
  area.value = area.value.slice(0, item.from) + item.put + rest;
  const caret = item.from + item.put.length;
  area.setSelectionRange(caret, caret);
  area.dispatchEvent(new Event("input"));
  item.run?.();
}

function keys(event, look) {
  if (!look.items.length) return false;
  const to = { ArrowDown: look.active + 1, ArrowUp: look.active - 1 }[event.key];
  if (to !== undefined) {
    look.active = (to + look.items.length) % look.items.length;
    mark(look);
    return true;
  }
  if (event.key === "Escape") {
    look.hide();
    return true;
  }
  if (event.key !== "Tab" && event.key !== "Enter") return false;
  const item = look.items[look.active];
  const typed = look.area.value.slice(item.from, look.area.selectionStart).trim() === item.put.trim();
  if (event.key === "Enter" && typed) return false; // all of it is there already: send it
  take(look, item);
  return event.key === "Tab" || !item.runs;
}
