// Keys that work everywhere: Ctrl/Cmd K jumps, Esc closes drawer, thread or the list of channels, / goes to the composer.

import { openJump } from "./jump.js";
import { closeThread, place, toggleDrawer } from "./place.js";

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openJump();
    } else if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) escape();
    else if (event.key === "/" && !isTyping(event.target)) {
      event.preventDefault();
      document.getElementById("composer").focus();
    }
  });
}

const isTyping = (target) => target.matches?.("input, textarea, select") || Boolean(target.closest?.("dialog"));

function escape() {
  if (document.body.classList.contains("sidebar-open")) document.body.classList.remove("sidebar-open");
  else if (place.drawer) toggleDrawer(place.drawer);
  else if (place.thread) {
    closeThread();
    document.getElementById("composer").focus();
  }
}
