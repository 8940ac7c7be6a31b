// The file_input element: uploads what is dropped or chosen, and keeps the files for the form.

import { Refused, upload } from "./api.js";
import { h, icon, notice } from "./dom.js";
import { focusName } from "./press.js";
import { state } from "./state.js";

export function fileInput(element, place) {
  const files = place.surface.value(place.block, element.action_id)?.files ?? [];
  const list = h("ul", { class: "file-list" });
  const keep = () => place.surface.keep(place.block, element.action_id, { type: "file_input", files });
  const show = () =>
    list.replaceChildren(
      ...files.map((file) =>
        h(
          "li",
          {},
          icon("file"),
          file.name,
          h(
            "button",
            {
              type: "button",
              class: "icon-button",
              "aria-label": `Remove ${file.name}`,
              onclick: () => {
                files.splice(files.indexOf(file), 1);
                keep();
                show();
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
  const accept = element.filetypes?.length ? element.filetypes.map((one) => `.${one}`).join() : null;
  const input = h("input", {
    type: "file",
    multiple: (element.max_files ?? 10) > 1,
    accept,
    "aria-label": place.label,
    "data-focus": focusName(element, place),
  });
  const take = async (chosen) => {
    const answer = await sendFiles([...chosen].slice(0, (element.max_files ?? 10) - files.length), input);
    files.push(...(answer?.files ?? []));
    keep();
    show();
  };
  input.addEventListener("change", () => take(input.files));
  const box = h(
    "div",
    {
      class: "file-input",
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        take(event.dataTransfer.files);
      },
    },
    h("span", {}, "Drop a file here or choose one"),
    input,
    list,
  );
  keep();
  show();
  return box;
}

async function sendFiles(files, input) {
  if (!files.length) return null;
  input.setAttribute("aria-busy", "true");
  try {
    return await upload(state.me, files, {}, () => {});
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    notice(error.message, "error");
    return null;
  } finally {
    input.removeAttribute("aria-busy");
    input.value = "";
  }
}
