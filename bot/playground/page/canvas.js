// A canvas, to read: its Markdown as the app wrote it. Nothing can be changed here.

import { h } from "./dom.js";
import { markdown } from "./markdown.js";

const token = document.querySelector('meta[name="playground-token"]').content;
const id = location.pathname.split("/").pop();

async function show() {
  const place = document.getElementById("canvas");
  const answer = await fetch(`/_playground/canvas/${encodeURIComponent(id)}`, {
    headers: { "X-Playground-Token": token },
  });
  const canvas = await answer.json();
  if (!canvas.ok) {
    place.replaceChildren(h("p", {}, canvas.message));
    return;
  }
  document.title = canvas.title;
  place.replaceChildren(...markdown(canvas.markdown));
}

show();
