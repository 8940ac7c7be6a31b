// Small panels beside their button: menus and pickers. Esc or a click elsewhere closes; the focus goes back.

import { h, icon } from "./dom.js";

let open = null;

/** Shows `panel` beside `anchor`; returns close. `onclose` hears that it went. */
export function popover(anchor, panel, { onclose, wide = false, label } = {}) {
  open?.close();
  const box = h(
    "div",
    { class: "popover", popover: "manual", ...(label ? { role: "dialog", "aria-label": label } : {}) },
    panel,
  );
  (anchor.closest("dialog") ?? document.body).append(box);
  box.showPopover();
  if (wide) box.style.minWidth = `${anchor.offsetWidth}px`;
  const grown = new ResizeObserver(() => place(anchor, box));
  grown.observe(box.lastElementChild);
  place(anchor, box);
  const self = { box, anchor, close: () => close(self, onclose) };
  self.outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) self.close();
  };
  self.keys = (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      self.close();
    }
  };
  self.moved = (event) => {
    if (!box.contains(event.target)) place(anchor, box);
  };
  document.addEventListener("pointerdown", self.outside, true);
  document.addEventListener("keydown", self.keys, true);
  document.addEventListener("scroll", self.moved, true);
  anchor.setAttribute("aria-expanded", "true");
  open = self;
  return self.close;
}

function close(self, onclose) {
  if (!self.box.isConnected) return;
  const inside = self.box.contains(document.activeElement);
  document.removeEventListener("pointerdown", self.outside, true);
  document.removeEventListener("keydown", self.keys, true);
  document.removeEventListener("scroll", self.moved, true);
  self.box.remove();
  self.anchor.setAttribute("aria-expanded", "false");
  if (open === self) open = null;
  if (inside) self.anchor.focus({ preventScroll: true });
  onclose?.();
}

function place(anchor, box) {
  const at = anchor.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = box.offsetHeight > below && above > below;
  box.style.maxHeight = `${Math.max(140, Math.min(420, up ? above : below))}px`;
  box.style.top = `${up ? Math.max(6, at.top - box.offsetHeight - 4) : at.bottom + 4}px`;
  box.style.left = `${Math.max(6, Math.min(at.left, window.innerWidth - box.offsetWidth - 8))}px`;
}

/** A menu of {label, icon?, hint?, danger?, pick} below `anchor`. */
export function menu(anchor, items, label) {
  const list = h("div", { role: "menu", "aria-label": label, class: "menu" });
  const shut = popover(anchor, list);
  list.append(
    ...items.map((item) =>
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          class: item.danger ? "danger" : "",
          onclick: () => {
            shut();
            item.pick();
          },
        },
        item.mark ?? (item.icon ? icon(item.icon) : null),
        h("span", { class: "menu-label" }, item.label, item.hint ? h("small", {}, item.hint) : null),
      ),
    ),
  );
  list.addEventListener("keydown", (event) => step(event, [...list.children]));
  list.firstElementChild?.focus();
}

/** Arrow keys, Home and End move the focus among `stops`. */
export function step(event, stops) {
  const at = stops.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to === undefined || !stops.length) return;
  event.preventDefault();
  stops[(to + stops.length) % stops.length].focus();
}
