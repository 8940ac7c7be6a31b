// The table and data_table blocks: rows, alignment, and for data_table sorting, a filter and pages.
//
// Shapes (Slack's reference): {type: "table", rows: [[cell]], column_settings?: [{align: left|center|right, is_wrapped}]}
//   {type: "data_table", caption, rows: [[cell]] (first row: header), page_size? = 5, row_header_column_index? = 0}
//   cell: {type: "raw_text", text} | {type: "raw_number", value, text} | {type: "rich_text", elements}

import { h, icon } from "./dom.js";
import { richText } from "./richtext.js";

const cellNodes = (cell) => (cell?.type === "rich_text" ? richText(cell) : [cell?.text ?? ""]);
const isNumber = (cell) => cell?.type === "raw_number";

function words(cell) {
  if (cell?.type !== "rich_text") return cell?.text ?? "";
  return h("div", {}, richText(cell)).textContent;
}

/** A table of plain strings, the first row its header. */
export function plainTable([head, ...rows], caption) {
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map((cell) => h("th", { scope: "col" }, cell)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, at) => h(at ? "td" : "th", at ? { class: "number" } : { scope: "row" }, cell)),
          ),
        ),
      ),
    ),
  );
}

export function tableBlock(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (one, at) =>
    h(
      tag,
      {
        class: `${settings[at]?.align ?? (isNumber(one) ? "right" : "left")}${settings[at]?.is_wrapped ? " wrap" : ""}`,
      },
      cellNodes(one),
    );
  const [head, ...rows] = block.rows ?? [[]];
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" },
    h(
      "table",
      { class: "table" },
      h("thead", {}, h("tr", {}, head.map(cell("th")))),
      h(
        "tbody",
        {},
        rows.map((row) => h("tr", {}, row.map(cell("td")))),
      ),
    ),
  );
}

export function dataTable(block) {
  const [head, ...rows] = block.rows ?? [[]];
  const look = {
    head,
    rows,
    block,
    by: -1,
    down: false,
    page: 0,
    filter: "",
    size: block.page_size ?? 5,
    numeric: head.map((_, at) => rows.every((row) => isNumber(row[at]))),
  };
  const frame = h("div", { class: "data-table" });
  const filter = h("input", {
    type: "search",
    placeholder: "Filter rows",
    "aria-label": `Filter ${block.caption}`,
    "data-focus": `${block.block_id}/filter`,
    oninput: () => {
      look.filter = filter.value.toLowerCase();
      look.page = 0;
      show();
    },
  });
  const body = h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": block.caption });
  const foot = h("div", { class: "pages" });
  const show = () => showTable(look, body, foot, show);
  frame.append(
    h("div", { class: "data-table-head" }, h("span", {}, block.caption), rows.length > 5 ? filter : null),
    body,
    foot,
  );
  show();
  return frame;
}

function showTable(look, body, foot, again) {
  const found = sorted(look).filter((row) => row.some((cell) => words(cell).toLowerCase().includes(look.filter)));
  const pages = Math.max(1, Math.ceil(found.length / look.size));
  const shown = found.slice(look.page * look.size, (look.page + 1) * look.size);
  const header = look.block.row_header_column_index ?? 0;
  const focused = body.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  body.replaceChildren(
    h(
      "table",
      { class: "table" },
      h("caption", { class: "visually-hidden" }, look.block.caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          look.head.map((cell, at) => headCell(cell, at, look, again)),
        ),
      ),
      h(
        "tbody",
        {},
        shown.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, at) =>
              h(
                at === header ? "th" : "td",
                { class: look.numeric[at] ? "number" : "", scope: at === header ? "row" : null },
                cellNodes(cell),
              ),
            ),
          ),
        ),
      ),
    ),
  );
  if (focused) body.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  foot.replaceChildren(...footNodes(look, found.length, pages, again));
}

function sorted({ rows, by, down, numeric }) {
  if (by < 0) return rows;
  const compare = numeric[by]
    ? (a, b) => a[by].value - b[by].value
    : (a, b) => words(a[by]).localeCompare(words(b[by]));
  return [...rows].sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
}

function headCell(cell, at, look, again) {
  const order = look.by !== at ? "none" : look.down ? "descending" : "ascending";
  const sort = () => {
    look.down = look.by === at && !look.down;
    look.by = at;
    look.page = 0;
    again();
  };
  return h(
    "th",
    { scope: "col", "aria-sort": order, class: look.numeric[at] ? "number" : "" },
    h(
      "button",
      { type: "button", class: "sort", onclick: sort, "data-focus": `sort/${at}` },
      cellNodes(cell),
      h("span", { class: "arrow", "aria-hidden": "true" }, { none: "↕", ascending: "↑", descending: "↓" }[order]),
    ),
  );
}

function footNodes(look, count, pages, again) {
  const turn = (by) => () => {
    look.page += by;
    again();
  };
  const summary = h(
    "span",
    { "aria-live": "polite" },
    `${count} ${count === 1 ? "row" : "rows"}${pages > 1 ? ` · page ${look.page + 1} of ${pages}` : ""}`,
  );
  if (pages === 1) return [summary];
  const button = (name, label, by, off) =>
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, disabled: off, onclick: turn(by) },
      icon(name),
    );
  return [
    summary,
    button("left", "Earlier rows", -1, look.page === 0),
    button("right", "Later rows", 1, look.page === pages - 1),
  ];
}
