// Slack's mrkdwn to nodes: bold, italic, strike, code, quotes, lists, links, mentions, emoji. Text is only ever text.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelName, channelOf, person, state } from "./state.js";

const TOKEN =
  /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+'-]+(?:::skin-tone-\d)?):|((?:https?:\/\/|\bwww\.)[^\s<>]+[^\s<>.,;:!?)\]'"])|[*_~]/gi;
const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Nodes for one text object: mrkdwn is read, plain_text only has its emoji read. */
export function textNodes(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, object.verbatim) : plain(object.text);
}

export function plain(text) {
  return [unescape(text ?? "").replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name))];
}

/** Nodes for a whole message text: code fences, then lines. Bare addresses become links, unless it is verbatim. */
export function mrkdwn(text, verbatim) {
  return (text ?? "").split(/```\n?([\s\S]*?)\n?```\n?/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, h("code", {}, unescape(part)))];
    return part ? lines(part, verbatim) : [];
  });
}

const QUOTE = /^(?:&gt;|>)\s?(.*)$/;
const BULLET = /^\s*[•◦▪-]\s+(.*)$/;
const NUMBER = /^\s*(\d+)[.)]\s+(.*)$/;

function kindOf(line) {
  if (QUOTE.test(line)) return "quote";
  if (BULLET.test(line)) return "bullet";
  if (NUMBER.test(line)) return "number";
  return "text";
}

function lines(text, verbatim) {
  const groups = [];
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const kind = kindOf(line);
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map((group) => block(group, verbatim));
}

function block({ kind, lines: those }, verbatim) {
  if (kind === "quote") return h("blockquote", {}, broken(those.map((line) => QUOTE.exec(line)[1]), verbatim));
  if (kind === "bullet")
    return h(
      "ul",
      {},
      those.map((line) => h("li", {}, inline(BULLET.exec(line)[1], verbatim))),
    );
  if (kind === "number") {
    const first = NUMBER.exec(those[0])[1];
    return h(
      "ol",
      { start: first },
      those.map((line) => h("li", {}, inline(NUMBER.exec(line)[2], verbatim))),
    );
  }
  return h("span", { class: "lines" }, broken(those, verbatim));
}

const broken = (those, verbatim) =>
  those.flatMap((line, index) => (index ? [h("br"), ...inline(line, verbatim)] : inline(line, verbatim)));

/** Nodes for one line. */
function inline(text, verbatim) {
  const nodes = [];
  let done = 0;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const made = token(found, text, verbatim);
    if (!made) {
      TOKEN.lastIndex = found.index + 1;
      continue;
    }
    nodes.push(unescape(text.slice(done, found.index)), made.node);
    done = made.end;
    TOKEN.lastIndex = done;
  }
  nodes.push(unescape(text.slice(done)));
  return nodes.filter((node) => node !== "");
}

function token(found, text, verbatim) {
  const [whole, code, angle, short, address] = found;
  const end = found.index + whole.length;
  if (code !== undefined) return { node: h("code", {}, unescape(code)), end };
  if (angle !== undefined) return { node: angled(angle), end };
  if (short !== undefined) return emoji(short) === whole ? null : { node: emojiNode(short), end };
  if (address === undefined) return marked(text, found.index, whole, verbatim);
  const plainly = unescape(address);
  if (verbatim) return { node: plainly, end };
  return { node: link(/^www\./i.test(plainly) ? `https://${plainly}` : plainly, plainly), end };
}

const emojiNode = (name) =>
  h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, emoji(name));

function marked(text, start, mark, verbatim) {
  const before = text[start - 1] ?? " ";
  if (WORD.test(before) || /\s/.test(text[start + 1] ?? " ")) return null;
  for (let end = text.indexOf(mark, start + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (/\s/.test(text[end - 1]) || WORD.test(text[end + 1] ?? " ")) continue;
    const inner = text.slice(start + 1, end);
    const kept = TOKEN.lastIndex;
    const node = h(MARKS[mark], {}, inline(inner, verbatim));
    TOKEN.lastIndex = kept;
    return { node, end: end + 1 };
  }
  return null;
}

function angled(body) {
  const [target, label] = body.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label);
  const address = unescape(target);
  return link(address, unescape(label || target.replace(/^mailto:/, "")));
}

export function mention(id) {
  return h("span", { class: id === state.me ? "mention me" : "mention" }, `@${person(id).name}`);
}

export function channelMention(id, label) {
  const name = channelName(channelOf(id)) || label || id;
  return h("a", { class: "mention", href: `#/${encodeURIComponent(id)}` }, `#${name}`);
}

function special(what, label) {
  const [kind] = what.split("^");
  if (kind === "date") return h("span", {}, unescape(label ?? dateWords(what)));
  return h("span", { class: "mention loud" }, label ? unescape(label) : `@${kind}`);
}

function dateWords(what) {
  return new Date(Number(what.split("^")[1]) * 1000).toLocaleString();
}

/** A link that opens elsewhere; anything but web, mail and phone addresses stays text. */
export function link(address, label) {
  if (!SAFE_LINK.test(address)) return h("span", {}, label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** What a person would have typed for this stored text (for editing). */
export function asTyped(text) {
  const named = (text ?? "").replace(/<([@#!])([^>|]+)(?:\|([^>]*))?>/g, (_, sign, id, label) => {
    if (sign === "@") return `@${person(id).name}`;
    if (sign === "#") return `#${channelName(channelOf(id)) || label || id}`;
    return `@${id}`;
  });
  return unescape(named.replace(/<([^>|]+)(?:\|[^>]*)?>/g, "$1"));
}
