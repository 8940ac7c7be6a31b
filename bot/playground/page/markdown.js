// The markdown block (standard Markdown, not mrkdwn) to nodes: headings, lists, tables, quotes, code, links.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, link, mention } from "./mrkdwn.js";

const INLINE =
  /`([^`]+)`|\[([^\]]+)\]\(([^()\s]+)\)|(\*\*|__)(?=\S)([\s\S]*?\S)\4|(\*|_)(?=\S)([^*_\n]*?\S)\6|~~(\S[\s\S]*?)~~|<([@#])([A-Z0-9]+)(?:\|[^>]*)?>|:([a-z0-9_+-]+):|(?:https?:\/\/|\bwww\.)[^\s<>)`]+/;

function inline(text) {
  const found = INLINE.exec(text);
  if (!found) return text ? [text.replace(/\\([*_`~[\]#|\\])/g, "$1")] : [];
  return [...inline(text.slice(0, found.index)), piece(found), ...inline(text.slice(found.index + found[0].length))];
}

function piece([whole, code, label, address, , bold, , italic, struck, sign, id, short]) {
  if (code !== undefined) return h("code", {}, code);
  if (label !== undefined) return link(address, label);
  if (bold !== undefined) return h("strong", {}, inline(bold));
  if (italic !== undefined) return h("em", {}, inline(italic));
  if (struck !== undefined) return h("s", {}, inline(struck));
  if (sign) return sign === "@" ? mention(id) : channelMention(id);
  if (short !== undefined) return emoji(short);
  return link(whole.startsWith("www.") ? `https://${whole}` : whole, whole);
}

const LINE = {
  fence: /^```(\w*)\s*$/,
  heading: /^(#{1,6})\s+(.*)$/,
  rule: /^(?:-{3,}|\*{3,}|_{3,})\s*$/,
  quote: /^>\s?(.*)$/,
  item: /^(\s*)([-*+]|\d+[.)])\s+(.*)$/,
  row: /^\s*\|(.+)\|\s*$/,
};

/** Nodes for a whole markdown text. */
export function markdown(text) {
  const rest = (text ?? "").split("\n");
  const nodes = [];
  while (rest.length) nodes.push(...next(rest));
  return nodes;
}

function next(rest) {
  const line = rest[0];
  if (!line.trim()) {
    rest.shift();
    return [];
  }
  if (LINE.fence.test(line)) return [fence(rest)];
  if (LINE.heading.test(line)) return [heading(rest.shift())];
  if (LINE.rule.test(line)) {
    rest.shift();
    return [h("hr")];
  }
  if (LINE.quote.test(line))
    return [
      h(
        "blockquote",
        {},
        markdown(
          take(rest, LINE.quote)
            .map((one) => LINE.quote.exec(one)[1])
            .join("\n"),
        ),
      ),
    ];
  if (LINE.item.test(line)) return [list(take(rest, LINE.item))];
  if (LINE.row.test(line)) return [table(take(rest, LINE.row))];
  return [paragraph(rest)];
}

function take(rest, pattern) {
  const taken = [];
  while (rest.length && pattern.test(rest[0])) taken.push(rest.shift());
  return taken;
}

function fence(rest) {
  rest.shift();
  const code = [];
  while (rest.length && !LINE.fence.test(rest[0])) code.push(rest.shift());
  rest.shift();
  return h("pre", {}, h("code", {}, code.join("\n")));
}

function heading(line) {
  const [, marks, words] = LINE.heading.exec(line);
  return h(`h${Math.min(marks.length + 2, 6)}`, {}, inline(words));
}

function list(items) {
  const parsed = items.map((item) => LINE.item.exec(item));
  return nested(parsed, { at: 0 }, parsed[0][1].length);
}

function nested(items, place, indent) {
  const ordered = /\d/.test(items[place.at][2]);
  const made = h(ordered ? "ol" : "ul", ordered ? { start: parseInt(items[place.at][2], 10) } : {});
  while (place.at < items.length && items[place.at][1].length >= indent) {
    const deeper = items[place.at][1].length > indent;
    if (deeper) (made.lastElementChild ?? made).append(nested(items, place, items[place.at][1].length));
    else made.append(h("li", {}, inline(items[place.at++][3])));
  }
  return made;
}

function table(rows) {
  const cells = rows.map((row) =>
    LINE.row
      .exec(row)[1]
      .split("|")
      .map((cell) => cell.trim()),
  );
  const body = cells.slice(1).filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  return h(
    "div",
    { class: "table-frame" },
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          cells[0].map((cell) => h("th", { scope: "col" }, inline(cell))),
        ),
      ),
      h(
        "tbody",
        {},
        body.map((row) =>
          h(
            "tr",
            {},
            row.map((cell) => h("td", {}, inline(cell))),
          ),
        ),
      ),
    ),
  );
}

function paragraph(rest) {
  const words = [rest.shift()];
  while (rest.length && rest[0].trim() && !Object.values(LINE).some((pattern) => pattern.test(rest[0])))
    words.push(rest.shift());
  return h(
    "p",
    {},
    words.flatMap((line, index) => (index ? [h("br"), ...inline(line)] : inline(line))),
  );
}
