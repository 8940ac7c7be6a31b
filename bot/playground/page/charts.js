// The data_visualization block as SVG, redrawn at the width it is given.
//
// Shape (Slack's reference, 2026-06): {type: "data_visualization", block_id?, title: "≤ 50 characters", chart}
//   chart, bar | line | area: {type, series: [{name, data: [{label, value}]}], axis_config: {categories: [label], x_label?, y_label?}}
//   chart, pie: {type: "pie", segments: [{label, value > 0}]}
// title, name, label, x_label and y_label are plain strings; each series has one point per category.

import { axes, number, pie, share } from "./chart_shapes.js";
import { h } from "./dom.js";
import { plainTable } from "./tables.js";

export function chartBlock(block) {
  const chart = read(block.chart ?? {});
  const stage = h("div", { class: "chart-stage" });
  const table = h("div", { class: "chart-table", hidden: true }, plainTable(asTable(chart), block.title));
  const toggle = h(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-expanded": "false",
      "data-focus": `${block.block_id}/table`,
      onclick: () => showTable(toggle, stage, table),
    },
    "Show as table",
  );
  const watch = new ResizeObserver(([entry]) => draw(stage, chart, block.title, entry.contentRect.width));
  watch.observe(stage);
  return h("figure", { class: "chart" }, h("figcaption", {}, h("span", {}, block.title), toggle), stage, table);
}

function showTable(toggle, stage, table) {
  table.hidden = !table.hidden;
  stage.hidden = !table.hidden;
  toggle.textContent = table.hidden ? "Show as table" : "Show as chart";
  toggle.setAttribute("aria-expanded", String(!table.hidden));
}

function read(chart) {
  const series = (chart.series ?? []).map((one) => ({
    name: one.name,
    points: new Map((one.data ?? []).map((point) => [point.label, point.value])),
  }));
  const categories = chart.axis_config?.categories ?? [...(series[0]?.points.keys() ?? [])];
  const segments = chart.segments ?? [];
  return {
    type: chart.type,
    series,
    categories,
    segments,
    x: chart.axis_config?.x_label,
    y: chart.axis_config?.y_label,
  };
}

function asTable(chart) {
  if (chart.type === "pie") {
    const total = chart.segments.reduce((sum, one) => sum + one.value, 0);
    return [
      ["", "Value", "Share"],
      ...chart.segments.map((one) => [one.label, number.format(one.value), share(one.value, total)]),
    ];
  }
  const head = [chart.x ?? "", ...chart.series.map((one) => one.name)];
  return [
    head,
    ...chart.categories.map((label) => [
      label,
      ...chart.series.map((one) => number.format(one.points.get(label) ?? 0)),
    ]),
  ];
}

function describe(chart, title) {
  const rows = asTable(chart);
  const names = rows[0].slice(1);
  const lines = rows.slice(1).map(
    (row) =>
      `${row[0]}: ${row
        .slice(1)
        .map((cell, at) => (names.length > 1 ? `${names[at]} ${cell}` : cell))
        .join(", ")}`,
  );
  return `${chart.type} chart, ${title}. ${lines.join("; ")}.`;
}

function draw(stage, chart, title, width) {
  if (width < 40) return;
  const picture = chart.type === "pie" ? pie(chart, width) : axes(chart, width);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", describe(chart, title));
  const tip = h("div", { class: "chart-tip", hidden: true, "aria-hidden": "true" });
  stage.replaceChildren(picture, legend(chart), tip);
  watchPointer(stage, tip);
}

function legend(chart) {
  const total = chart.segments.reduce((sum, one) => sum + one.value, 0);
  const names =
    chart.type === "pie"
      ? chart.segments.map((one) => `${one.label} · ${share(one.value, total)}`)
      : chart.series.map((one) => one.name);
  return h(
    "ul",
    { class: "legend" },
    names.map((name, at) => h("li", {}, h("span", { class: `swatch s${at % 6}` }), name)),
  );
}

function watchPointer(stage, tip) {
  stage.onpointermove = (event) => {
    const words = event.target.dataset?.tip;
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const box = stage.getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(event.clientY - box.top - tip.offsetHeight - 8, 0)}px`;
  };
  stage.onpointerleave = () => {
    tip.hidden = true;
  };
}
