// The rich_text block to nodes: sections, lists, quotes, preformatted text.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, link, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

export function richText(block) {
  return nestLists(block.elements ?? []);
}

function nestLists(elements) {
  const made = [];
  for (const element of elements) {
    const host = element.type === "rich_text_list" && element.indent ? made.at(-1) : null;
    if (host?.matches?.("ul, ol")) deepest(host, element.indent).append(part(element));
    else made.push(part(element));
  }
  return made;
}

function deepest(list, indent) {
  let item = list.lastElementChild;
  for (let level = 1; level < indent; level += 1)
    item = item.querySelector(":scope > ul > li:last-child, :scope > ol > li:last-child") ?? item;
  return item;
}

function part(element) {
  if (element.type === "rich_text_list") {
    const tag = element.style === "ordered" ? "ol" : "ul";
    return h(
      tag,
      tag === "ol" && element.offset ? { start: element.offset + 1 } : {},
      (element.elements ?? []).map((item) => h("li", {}, pieces(item.elements))),
    );
  }
  if (element.type === "rich_text_quote") return h("blockquote", {}, pieces(element.elements));
  if (element.type === "rich_text_preformatted") return h("pre", {}, h("code", {}, pieces(element.elements)));
  return h("div", { class: "lines" }, pieces(element.elements));
}

const pieces = (elements) => (elements ?? []).flatMap((element) => styled(element.style, leaf(element)));

function leaf(element) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return mention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "emoji":
      return emoji(element.name);
    case "broadcast":
      return h("span", { class: "mention loud" }, `@${element.range}`);
    case "date":
      return new Date(element.timestamp * 1000).toLocaleString();
    case "color":
      return h("code", {}, element.value);
    default:
      return element.text ?? "";
  }
}

function styled(style, node) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner), node);
}
