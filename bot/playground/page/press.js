// Sends one click or choice of an element to the bot; the control is busy until the answer.

import { confirmed } from "./confirm.js";

/** `place`: {surface, block}; asks first where the element has a confirm object. */
export async function press(control, element, place, fields) {
  if (control.getAttribute("aria-busy") === "true") return;
  if (element.confirm && !(await confirmed(element.confirm, control))) return;
  control.setAttribute("aria-busy", "true");
  await place.surface.click(place.block, element.action_id, fields);
  control.removeAttribute("aria-busy");
}

/** The name by which the focus finds its control again after a redraw. */
export const focusName = (element, place) => `${place.block}/${element.action_id}`;
