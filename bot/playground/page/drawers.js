// The drawer on the right: its frame, and which of the two subjects stands in it.

import { h, iconButton } from "./dom.js";
import { journalNode, showJournal } from "./journal.js";
import { place, toggleDrawer } from "./place.js";
import { rejectedNode } from "./rejected.js";
import { listen } from "./state.js";

const SUBJECT = { rejected: ["What Slack would reject", rejectedNode], journal: ["Journal and faults", journalNode] };

export function startDrawer(root) {
  let open = null;
  const show = () => {
    root.hidden = !place.drawer;
    document.body.classList.toggle("drawer-open", Boolean(place.drawer));
    if (open === place.drawer) return;
    open = place.drawer;
    if (open) root.replaceChildren(...frame(open));
    root.setAttribute("aria-label", open ? SUBJECT[open][0] : "Drawer");
  };
  listen(["place"], show);
  listen(["rejected"], () => open === "rejected" && root.replaceChildren(...frame(open)));
  listen(["journal"], () => open === "journal" && showJournal(root));
}

function frame(name) {
  const [title, make] = SUBJECT[name];
  return [
    h(
      "header",
      { class: "pane-head" },
      h("div", { class: "pane-title" }, h("h2", {}, title)),
      iconButton("close", "Close the drawer", () => toggleDrawer(name)),
    ),
    make(),
  ];
}
