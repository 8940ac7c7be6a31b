// Select menus: static, external, users, conversations and channels, for one or several values.

import { Refused, act } from "./api.js";
import { h, icon } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { popover } from "./popover.js";
import { channelName, state } from "./state.js";

const WAIT = 200;
const FIELD = {
  static_select: "option",
  external_select: "option",
  users_select: "user",
  conversations_select: "conversation",
  channels_select: "channel",
};

const choice = (value, text) => ({ value, text: { type: "plain_text", text } });
const people = () => state.people.filter((one) => one.id !== state.bot.user_id).map((one) => choice(one.id, one.name));
const conversations = (kinds) =>
  state.channels
    .filter((one) => kinds.includes(one.kind))
    .map((one) => choice(one.id, `${one.kind === "im" ? "" : "#"}${channelName(one)}`));
const LOCAL = {
  static_select: (element) => groupsOf(element),
  users_select: () => [{ options: people() }],
  conversations_select: () => [{ options: conversations(["public", "private", "shared", "im"]) }],
  channels_select: () => [{ options: conversations(["public", "shared"]) }],
};

function groupsOf({ options, option_groups: groups }) {
  return groups?.length
    ? groups.map((group) => ({ label: group.label?.text, options: group.options }))
    : [{ options: options ?? [] }];
}

/** The control for a select `element`; `place` is {surface, block, dispatch}. */
export function select(element, place) {
  const base = element.type.replace(/^multi_/, "");
  const many = element.type !== base;
  const picker = { element, place, base, many, field: FIELD[base], chosen: initial(element, place, base, many) };
  const words = h("span", { class: "select-words" });
  picker.button = h(
    "button",
    {
      type: "button",
      class: "select",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "data-focus": `${place.block}/${element.action_id}`,
      "aria-label": place.label,
      onclick: () => openPicker(picker),
    },
    words,
    icon("down"),
  );
  picker.show = () => showChosen(picker, words);
  picker.show();
  remember(picker);
  return picker.button;
}

function initial(element, { surface, block }, base, many) {
  const kept = surface.value(block, element.action_id);
  const name = FIELD[base];
  const given = kept
    ? kept[many ? `selected_${name}s` : `selected_${name}`]
    : element[many ? `initial_${name}s` : `initial_${name}`];
  const list = (Array.isArray(given) ? given : [given]).filter(Boolean);
  return name === "option"
    ? list
    : list.map((id) => LOCAL[base]()[0].options.find((one) => one.value === id) ?? choice(id, id));
}

function showChosen({ chosen, many, element }, words) {
  words.classList.toggle("placeholder", chosen.length === 0);
  if (many && chosen.length)
    words.replaceChildren(...chosen.map((one) => h("span", { class: "pill" }, plain(one.text.text))));
  else
    words.replaceChildren(
      ...plain(chosen[0]?.text.text ?? element.placeholder?.text ?? (many ? "Select options" : "Select an option")),
    );
}

function remember({ chosen, many, field, element, place }) {
  const plainValues = chosen.map((one) => (field === "option" ? one : one.value));
  const value = many ? { [`selected_${field}s`]: plainValues } : { [`selected_${field}`]: plainValues[0] ?? null };
  place.surface.keep(place.block, element.action_id, { type: element.type, ...value });
}

function openPicker(picker) {
  const before = picker.chosen.map((one) => one.value).join();
  const list = h("div", {
    role: "listbox",
    class: "options",
    id: `options-${picker.element.action_id}`,
    "aria-multiselectable": String(picker.many),
  });
  const query = h("input", {
    type: "text",
    class: "query",
    placeholder: "Search",
    "aria-label": "Search options",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.id,
  });
  const close = popover(picker.button, [query, list], {
    wide: true,
    label: "Options",
    onclose: () => {
      if (picker.many && before !== picker.chosen.map((one) => one.value).join()) send(picker);
    },
  });
  const look = { picker, list, query, close, active: 0, stops: [] };
  query.addEventListener("input", () => find(look));
  query.addEventListener("keydown", (event) => pickKeys(event, look));
  query.focus();
  find(look);
}

async function find(look) {
  const { element, base } = look.picker;
  const words = look.query.value.trim();
  if (base !== "external_select") return showOptions(look, filtered(LOCAL[base](element), words));
  if (words.length < (element.min_query_length ?? 3))
    return showNote(look, `Type ${element.min_query_length ?? 3} or more letters`);
  clearTimeout(look.wait);
  look.wait = setTimeout(() => ask(look, words), look.asked ? WAIT : 0);
  look.asked = true;
  return showNote(look, "Searching…");
}

async function ask(look, words) {
  const { element, place } = look.picker;
  try {
    const answer = await act(state.me, "options", {
      ...place.surface.address,
      block_id: place.block,
      action_id: element.action_id,
      query: words,
    });
    if (look.query.value.trim() === words) showOptions(look, groupsOf(answer));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    showNote(look, `Options could not be loaded: ${error.message}`);
  }
}

function filtered(groups, words) {
  const fits = (one) => one.text.text.toLowerCase().includes(words.toLowerCase());
  return groups.map((group) => ({ ...group, options: group.options.filter(fits) }));
}

function showNote(look, words) {
  look.stops = [];
  look.list.replaceChildren(h("div", { class: "note", role: "presentation" }, words));
}

function showOptions(look, groups) {
  if (!groups.some((group) => group.options.length)) return showNote(look, "Nothing fits");
  look.stops = [];
  look.list.replaceChildren(
    ...groups
      .filter((group) => group.options.length)
      .flatMap((group) =>
        [
          group.label ? h("div", { class: "group", role: "presentation" }, group.label) : null,
          ...group.options.map((one) => optionRow(look, one)),
        ].filter(Boolean),
      ),
  );
  look.active = Math.max(
    0,
    look.stops.findIndex(({ one }) => look.picker.chosen.some((chosen) => chosen.value === one.value)),
  );
  return mark(look);
}

function optionRow(look, one) {
  const on = look.picker.chosen.some((chosen) => chosen.value === one.value);
  const row = h(
    "div",
    {
      role: "option",
      "aria-selected": String(on),
      id: `${look.list.id}-${look.stops.length}`,
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => pick(look, one),
    },
    h("span", { class: "tick" }, on ? icon("check") : null),
    h("span", {}, plain(one.text.text), one.description ? h("small", {}, one.description.text) : null),
  );
  look.stops.push({ row, one });
  return row;
}

function mark(look) {
  look.stops.forEach(({ row }, at) => row.classList.toggle("active", at === look.active));
  const row = look.stops[look.active]?.row;
  if (!row) return;
  look.query.setAttribute("aria-activedescendant", row.id);
  row.scrollIntoView({ block: "nearest" });
}

function pickKeys(event, look) {
  const to = { ArrowDown: look.active + 1, ArrowUp: look.active - 1 }[event.key];
  if (to !== undefined && look.stops.length) {
    event.preventDefault();
    look.active = (to + look.stops.length) % look.stops.length;
    mark(look);
  }
  if (event.key === "Enter") {
    event.preventDefault();
    if (look.stops[look.active]) pick(look, look.stops[look.active].one);
  }
  if (event.key === "Tab") look.close();
}

function pick(look, one) {
  const { picker } = look;
  if (!picker.many) {
    picker.chosen = [one];
    picker.show();
    remember(picker);
    look.close();
    send(picker);
    return;
  }
  const on = picker.chosen.some((chosen) => chosen.value === one.value);
  const most = picker.element.max_selected_items ?? Infinity;
  if (!on && picker.chosen.length >= most) return;
  picker.chosen = on ? picker.chosen.filter((chosen) => chosen.value !== one.value) : [...picker.chosen, one];
  picker.show();
  remember(picker);
  const at = look.active;
  find(look);
  look.active = at;
  mark(look);
}

function send({ element, place, chosen, many }) {
  if (!place.dispatch) return;
  const values = chosen.map((one) => one.value);
  place.surface.click(place.block, element.action_id, { selected: many ? values : values[0] });
}
