// Makes nodes: text always becomes text, never markup, because nothing here takes HTML.

const SVG = "http://www.w3.org/2000/svg";
const rowOf = new WeakMap();

/** h("button", {class: "x", onclick, "aria-label": "…", vars: {"--a": 1}}, child, …) makes one element. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "vars") for (const [key, number] of Object.entries(value)) element.style.setProperty(key, number);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.500h14M2.5 12.500h14",
  lock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  link: "M8.5 11.500a3.5 3.5 0 0 0 5 0l2.5-2.500a3.5 3.5 0 0 0-5-5l-1 1M11.5 8.500a3.5 3.5 0 0 0-5 0L4 11a3.5 3.5 0 0 0 5 5l1-1",
  archive: "M3 4h14v4H3zM4.5 8v8h11V8M8 11.500h4",
  close: "M5 5l10 10M15 5 5 15",
  send: "M3 10 17 3.5 12.5 17l-3-5.500zM9.5 11.5 17 3.5",
  reply: "M3 5h14v9h-7l-4 3v-3H3z",
  smile: "M10 2.500a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M7 12c1.5 2 4.5 2 6 0M7.5 8h.01M12.5 8h.01",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  clip: "M13.5 6.5 8 12a1.4 1.4 0 0 0 2 2l5.5-5.500a3.2 3.2 0 0 0-4.5-4.500L5 9.500a5 5 0 0 0 7 7l4-4",
  sun: "M10 6.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 1.500v2M10 16.500v2M1.5 10h2M16.5 10h2M4 4l1.4 1.400M14.6 14.6 16 16M16 4l-1.4 1.400M5.4 14.6 4 16",
  moon: "M16.5 12A7 7 0 0 1 8 3.500a7 7 0 1 0 8.5 8.5",
  shield: "M10 2.5 16 5v5c0 4-3 6.5-6 7.5-3-1-6-3.5-6-7.500V5zM10 7v3.500M10 13.500h.01",
  pulse: "M2 10.500h3.500L8 4l4 12 2.5-5.500H18",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  search: "M9 3.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4",
  download: "M10 3v10M6 9.500l4 4 4-4M4 17h12",
  file: "M5 2.500h6.500L15.5 6.500v11H5zM11.5 2.500v4h4",
  down: "M5 8l5 5 5-5",
  left: "M12.5 4 6.5 10l6 6",
  right: "M7.5 4l6 6-6 6",
  pen: "M4 16l1-4 8.5-8.5 3 3L8 15z",
  bin: "M4 5.500h12M8 5.500V3.500h4v2M5.5 5.5 6.5 17h7l1-11.5",
  text: "M4 5h12M4 9h12M4 13h7",
  eye: "M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.500S2 10 2 10M10 7.700a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6",
  warn: "M10 3 18 16.500H2zM10 8v4M10 14.300h.01",
  home: "M3 9.5 10 3l7 6.500M5 8v9h10V8",
  plus: "M10 4v12M4 10h12",
  help: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M7.8 8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.500M10 14h.01",
  check: "M4 10.500l4 4 8-9",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 8v8",
};

export function icon(name, label) {
  const attributes = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return svg("svg", { class: "icon", viewBox: "0 0 20 20", ...attributes }, svg("path", { d: PATHS[name] }));
}

export function iconButton(name, label, onclick, attributes = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...attributes },
    icon(name),
  );
}

/** Brings `container` to `rows` ({key, item, variant, build}), keeping the elements whose item and variant are unchanged. */
export function reconcile(container, rows) {
  const wanted = new Set(rows.map((row) => row.key));
  const old = new Map([...container.children].map((child) => [child.dataset.key, child]));
  for (const [key, child] of old) if (!wanted.has(key)) child.remove();
  let cursor = container.firstElementChild;
  for (const row of rows) {
    const before = old.get(row.key);
    const element = current(before, row);
    if (before && before === cursor) cursor = element.nextElementSibling;
    else container.insertBefore(element, cursor);
  }
}

function current(element, row) {
  const known = element && rowOf.get(element);
  if (known && known.item === row.item && known.variant === row.variant) return element;
  const fresh = row.build();
  fresh.dataset.key = row.key;
  rowOf.set(fresh, row);
  if (element) swap(element, fresh);
  return fresh;
}

/** Puts `fresh` in the place of `element`; the focus stays on the control of the same name. */
function swap(element, fresh) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  element.replaceWith(fresh);
  if (!focused) return;
  const name = focused.dataset.focus;
  const heir = name ? [...fresh.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === name) : null;
  const target = heir ?? (fresh.tabIndex >= -1 && fresh.hasAttribute("tabindex") ? fresh : null);
  target?.focus({ preventScroll: true });
}

export function announce(words) {
  document.getElementById("announcer").textContent = words;
}

/** A short note below the head of the page; it leaves by itself after a while. */
export function notice(words, kind = "info") {
  const note = h(
    "div",
    { class: `notice ${kind}` },
    icon(kind === "error" ? "warn" : "check"),
    h("span", {}, words),
    iconButton("close", "Dismiss", () => note.remove()),
  );
  document.getElementById("notices").append(note);
  setTimeout(() => note.remove(), kind === "error" ? 9000 : 5000);
}

export function textOf(node) {
  return node?.text ?? "";
}
