// Block Kit's layout blocks to nodes; a type not known here is shown as its JSON in a marked frame.

import { chartBlock } from "./charts.js";
import { h, icon, textOf } from "./dom.js";
import { elementNode } from "./elements.js";
import { imageSource, lightbox } from "./files.js";
import { inputBlock } from "./inputs.js";
import { markdown } from "./markdown.js";
import { link, mrkdwn, plain, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, tableBlock } from "./tables.js";

const RENDER = {
  section,
  header,
  divider: () => h("hr"),
  context,
  actions,
  input: inputBlock,
  image,
  rich_text: (block) => h("div", { class: "rich" }, richText(block)),
  markdown: (block) => h("div", { class: "markdown" }, markdown(block.text)),
  table: tableBlock,
  data_table: dataTable,
  data_visualization: chartBlock,
  context_actions: contextActions,
  alert,
  card,
  carousel,
  container,
  plan,
  task_card: taskCard,
  file: fileBlock,
  video,
};

/** Nodes for `blocks` standing on `surface` (surface.js). */
export function blockNodes(blocks, surface) {
  return (blocks ?? []).map((block, at) => {
    const named = { ...block, block_id: block.block_id ?? `block-${at}` };
    const node = (RENDER[block.type] ?? unknown)(named, surface);
    const frame = h("div", { class: `block block-${block.type}`, "data-block": named.block_id }, node);
    return frame;
  });
}

const place = (block, surface, label) => ({ surface, block: block.block_id, dispatch: true, label });

function unknown(block) {
  return h(
    "div",
    { class: "unknown" },
    h("strong", {}, icon("warn"), ` No drawing for the block type “${block.type}”`),
    h("pre", {}, h("code", {}, JSON.stringify(block, null, 2))),
  );
}

function section(block, surface) {
  const fields = block.fields?.length
    ? h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { dir: "auto" }, textNodes(field))),
      )
    : null;
  const words = h("div", { class: "section-words", dir: "auto" }, textNodes(block.text), fields);
  return h(
    "div",
    { class: "section" },
    words,
    block.accessory
      ? h(
          "div",
          { class: "accessory" },
          elementNode(block.accessory, place(block, surface, textOf(block.text) || undefined)),
        )
      : null,
  );
}

function header(block) {
  return h("div", { class: "header", role: "heading", "aria-level": "3", dir: "auto" }, plain(textOf(block.text)));
}

function context(block) {
  return h(
    "div",
    { class: "context" },
    (block.elements ?? []).map((one) =>
      one.type === "image" ? elementNode(one, {}) : h("span", { dir: "auto" }, textNodes(one)),
    ),
  );
}

function actions(block, surface) {
  return h(
    "div",
    { class: "actions" },
    (block.elements ?? []).map((one) => elementNode(one, place(block, surface))),
  );
}

function contextActions(block, surface) {
  return h(
    "div",
    { class: "actions quiet-actions" },
    (block.elements ?? []).map((one) => elementNode(one, place(block, surface))),
  );
}

function image(block) {
  const source = imageSource(block);
  const name = textOf(block.title) || block.alt_text || "Picture";
  if (!source)
    return h(
      "div",
      { class: "unknown" },
      h("strong", {}, icon("warn"), " A picture from elsewhere is not loaded here"),
      h("small", {}, `${block.image_url ?? ""} (${block.alt_text ?? "no alt text"})`),
    );
  return h(
    "figure",
    { class: "picture" },
    block.title ? h("figcaption", {}, plain(textOf(block.title))) : null,
    h(
      "button",
      {
        type: "button",
        class: "picture-button",
        "aria-label": `Look closer: ${block.alt_text ?? name}`,
        onclick: () => lightbox(source, block.alt_text, name),
      },
      h("img", { src: source, alt: block.alt_text ?? "" }),
    ),
  );
}

function alert(block) {
  const level = block.level ?? "default";
  return h(
    "div",
    { class: `alert ${level}`, role: level === "error" ? "alert" : "status" },
    icon(level === "success" ? "check" : "warn"),
    h("span", {}, textNodes(block.text)),
  );
}

function card(block, surface) {
  const hero = block.hero_image && imageSource(block.hero_image);
  return h(
    "div",
    { class: "card" },
    hero ? h("img", { class: "hero", src: hero, alt: block.hero_image.alt_text ?? "" }) : null,
    h(
      "div",
      { class: "card-words" },
      block.title ? h("strong", {}, textNodes(block.title)) : null,
      block.subtitle ? h("small", {}, textNodes(block.subtitle)) : null,
      block.body ? h("div", {}, textNodes(block.body)) : null,
      block.subtext ? h("small", {}, textNodes(block.subtext)) : null,
    ),
    block.actions?.length
      ? h(
          "div",
          { class: "actions" },
          block.actions.map((one) => elementNode(one, place(block, surface))),
        )
      : null,
  );
}

function carousel(block, surface) {
  return h(
    "div",
    { class: "carousel", tabindex: "0", role: "region", "aria-label": "Cards" },
    blockNodes(block.elements, surface),
  );
}

function container(block, surface) {
  const title = [
    block.title ? h("strong", {}, textNodes(block.title)) : richText(block.rich_text_title ?? {}),
    block.subtitle ? h("small", {}, textNodes(block.subtitle)) : null,
  ];
  const inside = h("div", { class: "container-inside" }, blockNodes(block.child_blocks, surface));
  if (!block.is_collapsible)
    return h("div", { class: "container" }, h("div", { class: "container-head" }, title), inside);
  return h(
    "details",
    { class: "container", open: !block.default_collapsed },
    h("summary", { class: "container-head" }, title),
    inside,
  );
}

const TASK = { pending: "○", in_progress: "◐", complete: "●", error: "✕" };

function plan(block) {
  return h("div", { class: "plan" }, h("strong", {}, block.title), (block.tasks ?? []).map(taskCard));
}

function taskCard(block) {
  return h(
    "div",
    { class: `task ${block.status}` },
    h("span", { role: "img", "aria-label": block.status ?? "pending" }, TASK[block.status] ?? TASK.pending),
    h(
      "div",
      {},
      block.title,
      block.details ? h("small", {}, richText(block.details)) : null,
      block.output ? h("div", {}, richText(block.output)) : null,
      block.sources?.length
        ? h(
            "small",
            {},
            block.sources.map((one) => [link(one.url, one.text ?? one.url), " "]),
          )
        : null,
    ),
  );
}

function fileBlock(block) {
  return h("div", { class: "unknown" }, icon("file"), ` File ${block.external_id ?? ""}`);
}

function video(block) {
  return h(
    "div",
    { class: "card" },
    h(
      "div",
      { class: "card-words" },
      h("strong", {}, link(block.title_url ?? "", textOf(block.title))),
      h("small", {}, mrkdwn(textOf(block.description))),
    ),
  );
}
