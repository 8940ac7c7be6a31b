// Files of a message: pictures inline with a zoom view, the rest as cards to download.

import { fileAddress } from "./api.js";
import { h, icon, iconButton } from "./dom.js";

const RASTER = /^image\/(png|jpeg|gif|webp)$/;
const BOX = { width: 460, height: 340 };

export function fileNodes(files) {
  return files?.length
    ? h(
        "div",
        { class: "files" },
        files.map((file) => (RASTER.test(file.mimetype) ? picture(file) : card(file))),
      )
    : null;
}

/** The page's own address for a picture of the workspace; null for one from elsewhere, which is never loaded. */
export function imageSource({ slack_file: file, image_url: address }) {
  if (file?.id) return fileAddress(file.id);
  const wanted = file?.url ?? address ?? "";
  const known = URL.canParse(wanted, location.href) ? new URL(wanted, location.href) : null;
  const id = known?.host === location.host ? /^\/(?:files|_playground\/file)\/([^/]+)/.exec(known.pathname)?.[1] : null;
  return id ? fileAddress(id) : null;
}

function picture(file) {
  const scale = file.w && file.h ? Math.min(1, BOX.width / file.w, BOX.height / file.h) : null;
  const size = scale ? { width: Math.round(file.w * scale), height: Math.round(file.h * scale) } : {};
  return h(
    "figure",
    { class: "picture" },
    h("figcaption", {}, file.name),
    h(
      "button",
      {
        type: "button",
        class: "picture-button",
        "aria-label": `Look closer: ${file.alt_txt || file.name}`,
        onclick: () => lightbox(fileAddress(file.id), file.alt_txt, file.name),
        "data-focus": `file/${file.id}`,
      },
      h("img", { src: fileAddress(file.id), alt: file.alt_txt || file.name, ...size }),
    ),
  );
}

function card(file) {
  return h(
    "a",
    { class: "file-card", href: fileAddress(file.id), download: file.name, "data-focus": `file/${file.id}` },
    h("span", { class: "file-kind" }, kind(file.name)),
    h("span", { class: "file-words" }, h("strong", {}, file.name), h("small", {}, bytes(file.size))),
    icon("download", "Download"),
  );
}

const kind = (name) => (name.includes(".") ? name.split(".").at(-1).slice(0, 5).toUpperCase() : "FILE");

export function bytes(count) {
  if (count === undefined) return "";
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${Math.round(count / 1000)} KB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** The picture over the whole page; click, + and − zoom, Esc closes. */
export function lightbox(source, alt, name) {
  let zoom = 1;
  const image = h("img", { src: source, alt: alt || name });
  const show = (next) => {
    zoom = Math.max(1, Math.min(5, next));
    stage.classList.toggle("zoomed", zoom > 1);
    image.style.width = zoom > 1 ? `${zoom * 100}%` : "";
  };
  const stage = h(
    "div",
    {
      class: "light-stage",
      tabindex: "0",
      "aria-label": alt || name,
      onclick: (event) => (event.target === image ? show(zoom > 1 ? 1 : 2) : shut()),
    },
    image,
  );
  const dialog = h(
    "dialog",
    { class: "lightbox", "aria-label": name, onclose: () => dialog.remove() },
    h(
      "header",
      {},
      h("strong", {}, name),
      h("span", { class: "grow" }),
      iconButton("search", "Zoom in (+)", () => show(zoom + 1)),
      h(
        "a",
        { class: "icon-button", href: source, download: name, "aria-label": "Download", title: "Download" },
        icon("download"),
      ),
      iconButton("close", "Close", () => shut()),
    ),
    stage,
    alt ? h("footer", {}, alt) : null,
  );
  const shut = () => dialog.close();
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") show(zoom + 1);
    if (event.key === "-") show(zoom - 1);
  });
  document.body.append(dialog);
  dialog.showModal();
  stage.focus();
}
