// The server's door: every call of the page to the control interface goes through here.

const TOKEN = document.querySelector('meta[name="playground-token"]').content;
export const ME = new URLSearchParams(location.search).get("as") ?? "";
export const RUN = TOKEN.slice(0, 12);

/** What the server refused, in words for the person. */
export class Refused extends Error {
  constructor(code, words) {
    super(words || code || "The playground did not answer.");
    this.code = code;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { "X-Playground-Token": TOKEN, ...options.headers } });
  } catch (error) {
    if (error instanceof TypeError)
      throw new Refused("unreachable", "The playground is not reachable. Is it still running?");
    throw error;
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson)
    throw new Refused("server_error", `The playground itself failed (${response.status}); its output says why.`);
  const answer = await response.json();
  if (answer.ok === false) throw new Refused(answer.error, answer.message);
  return answer;
}

function send(path, body, method = "POST") {
  return call(path, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}

export const loadState = (me) => call(`/_playground/state?as=${encodeURIComponent(me)}`);
export const act = (me, what, fields = {}) => send("/_playground/act", { as: me, do: what, ...fields });
export const loadJournal = (since) => call(`/_playground/journal?since=${since}&wait=0`);
export const loadFaults = () => call("/_playground/faults");
export const setFault = (fault) => send("/_playground/faults", fault);
export const clearFaults = () => call("/_playground/faults", { method: "DELETE" });
export const advanceClock = (seconds) => send("/_playground/clock", { advance: seconds });
export const tellBot = (what) => send("/_playground/bot", { do: what });
export const resetWorkspace = () => send("/_playground/reset", {});

export function fileAddress(id) {
  return `/_playground/file/${encodeURIComponent(id)}?token=${encodeURIComponent(TOKEN)}`;
}

export function openStream(me) {
  return new EventSource(`/_playground/stream?as=${encodeURIComponent(me)}&token=${encodeURIComponent(TOKEN)}`);
}

/** Uploads `files` with optional `fields` (channel, thread_ts, text); `onprogress` hears 0 to 1. */
export function upload(me, files, fields, onprogress) {
  const form = new FormData();
  form.set("do", "upload");
  form.set("as", me);
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
  for (const file of files) form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/_playground/act");
    request.setRequestHeader("X-Playground-Token", TOKEN);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onprogress(event.loaded / event.total);
    request.onerror = () => reject(new Refused("unreachable", "The upload did not arrive."));
    request.onload = () =>
      request.response?.ok
        ? resolve(request.response)
        : reject(
            new Refused(
              request.response?.error,
              request.response?.message ?? `The upload was refused (${request.status}).`,
            ),
          );
    request.send(form);
  });
}
