// Draws bars, lines, areas and pies of a read chart (charts.js) as SVG.

import { svg } from "./dom.js";

const PLOT_HEIGHT = 220;

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** As the words beside it write numbers: thousands apart by a narrow space. */
export const number = { format: (value) => grouped.format(value).replaceAll(",", "\u202f") };

const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

/** The number over a bar: exact while it is short. */
const figure = (value) => (Math.abs(value) < 10_000 ? number : short).format(value);

export const share = (value, total) => `${Math.round((value / total) * 100)} %`;

export function axes(chart, width) {
  const marks = ticks(chart.series.flatMap((one) => [...one.points.values()]));
  const left = 12 + 7 * Math.max(...marks.map((mark) => short.format(mark).length)) + (chart.y ? 18 : 0);
  const slot = (width - left - 8) / Math.max(chart.categories.length, 1);
  const slanted = chart.categories.some((label) => label.length * 6.6 > slot - 4);
  const longest = Math.min(14, Math.max(...chart.categories.map((label) => label.length), 1));
  const foot = (slanted ? 16 + longest * 3.6 : 24) + (chart.x ? 20 : 0);
  const low = marks[0];
  const high = marks.at(-1);
  const frame = {
    width,
    left,
    slot,
    foot,
    height: PLOT_HEIGHT + foot,
    x: (at) => left + slot * (at + 0.5),
    y: (value) => 12 + ((high - value) / (high - low)) * (PLOT_HEIGHT - 20),
  };
  return svg(
    "svg",
    { class: "plot", viewBox: `0 0 ${width} ${frame.height}`, width, height: frame.height },
    grid(frame, marks),
    labels(chart, frame, slanted),
    SHAPES[chart.type]?.(chart, frame),
    hovers(chart, frame),
  );
}

/** Four or five round numbers that span the values and zero. */
function ticks(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) * power;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

function grid(frame, marks) {
  return marks.map((mark) =>
    svg(
      "g",
      {},
      svg("line", {
        class: mark === 0 ? "zero" : "rule",
        x1: frame.left,
        x2: frame.width - 8,
        y1: frame.y(mark),
        y2: frame.y(mark),
      }),
      svg("text", { x: frame.left - 8, y: frame.y(mark) + 4, "text-anchor": "end" }, short.format(mark)),
    ),
  );
}

function labels(chart, frame, slanted) {
  const base = PLOT_HEIGHT + 8;
  const names = chart.categories.map((label, at) => {
    const x = frame.x(at);
    return slanted
      ? svg(
          "text",
          { x: x + 4, y: base + 2, "text-anchor": "end", transform: `rotate(-32 ${x + 4} ${base + 2})` },
          shortened(label, 14),
        )
      : svg("text", { x, y: base + 6, "text-anchor": "middle" }, label);
  });
  const across =
    chart.x &&
    svg(
      "text",
      { class: "axis", x: (frame.left + frame.width) / 2, y: frame.height - 4, "text-anchor": "middle" },
      chart.x,
    );
  const up =
    chart.y &&
    svg(
      "text",
      { class: "axis", x: 0, y: 0, "text-anchor": "middle", transform: `translate(12 ${PLOT_HEIGHT / 2}) rotate(-90)` },
      chart.y,
    );
  return [names, across, up];
}

const shortened = (label, most) => (label.length > most ? `${label.slice(0, most - 1)}…` : label);

function bars(chart, frame) {
  const wide = Math.min(56, (frame.slot * 0.68) / chart.series.length);
  const single = chart.series.length === 1 && frame.slot > 30;
  return chart.series.flatMap((one, at) =>
    chart.categories.map((label, column) => {
      const value = one.points.get(label) ?? 0;
      const x = frame.x(column) + (at - chart.series.length / 2) * wide;
      const [top, bottom] = [Math.min(frame.y(value), frame.y(0)), Math.max(frame.y(value), frame.y(0))];
      const bar = svg("rect", {
        class: `mark s${at % 6}`,
        x: x + 1,
        y: top,
        width: Math.max(wide - 2, 1),
        height: Math.max(bottom - top, 1),
        rx: 3,
      });
      const words =
        single &&
        svg(
          "text",
          { class: "figure", x: x + wide / 2, y: value < 0 ? bottom + 14 : top - 5, "text-anchor": "middle" },
          figure(value),
        );
      return [bar, words];
    }),
  );
}

function path(one, chart, frame) {
  return chart.categories
    .map((label, at) => `${at ? "L" : "M"}${frame.x(at)} ${frame.y(one.points.get(label) ?? 0)}`)
    .join("");
}

function lines(chart, frame) {
  return chart.series.map((one, at) =>
    svg(
      "g",
      { class: `s${at % 6}` },
      svg("path", { class: "stroke", d: path(one, chart, frame) }),
      chart.categories.map((label, column) =>
        svg("circle", { class: "dot", cx: frame.x(column), cy: frame.y(one.points.get(label) ?? 0), r: 3.5 }),
      ),
    ),
  );
}

function areas(chart, frame) {
  const last = chart.categories.length - 1;
  return chart.series.map((one, at) =>
    svg(
      "g",
      { class: `s${at % 6}` },
      svg("path", {
        class: "area",
        d: `${path(one, chart, frame)}L${frame.x(last)} ${frame.y(0)}L${frame.x(0)} ${frame.y(0)}Z`,
      }),
      svg("path", { class: "stroke", d: path(one, chart, frame) }),
    ),
  );
}

const SHAPES = { bar: bars, line: lines, area: areas };

function hovers(chart, frame) {
  return chart.categories.map((label, at) =>
    svg("rect", {
      class: "hover",
      x: frame.left + frame.slot * at,
      y: 8,
      width: frame.slot,
      height: PLOT_HEIGHT - 12,
      "data-tip": [
        label,
        ...chart.series.map((one) => `${one.name}: ${number.format(one.points.get(label) ?? 0)}`),
      ].join("\n"),
    }),
  );
}

export function pie(chart, width) {
  const size = Math.min(width, 220);
  const total = chart.segments.reduce((sum, one) => sum + one.value, 0);
  let turned = -Math.PI / 2;
  const slices = chart.segments.map((one, at) => {
    const turn = (one.value / total) * 2 * Math.PI;
    const tip = `${one.label}\n${number.format(one.value)} (${share(one.value, total)})`;
    const made = svg("path", {
      class: `slice s${at % 6}`,
      d: slice(size / 2 - 2, turned, turned + turn),
      "data-tip": tip,
    });
    turned += turn;
    return made;
  });
  return svg(
    "svg",
    { class: "plot pie", viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, width: size, height: size },
    slices,
  );
}

function slice(radius, from, to) {
  const hole = radius * 0.55;
  const end = Math.min(to, from + 2 * Math.PI - 0.0001);
  const wide = end - from > Math.PI ? 1 : 0;
  const at = (angle, distance) =>
    `${(Math.cos(angle) * distance).toFixed(2)} ${(Math.sin(angle) * distance).toFixed(2)}`;
  return `M${at(from, radius)}A${radius} ${radius} 0 ${wide} 1 ${at(end, radius)}L${at(end, hole)}A${hole} ${hole} 0 ${wide} 0 ${at(from, hole)}Z`;
}
