// @ts-check
// Where the pages find Python, and what they say where it does not come or does not answer.

export const FOLDER = "run/"; // beside the pages, as in `code.py`
export const NOT_FETCHED =
  "Python has not come: is there a network? What you typed is kept. Press Run to try again; the rest of this page works as before.";
export const ENDED =
  "Python was stopped and starts again, because there was no answer for 20 seconds. Is there a loop that never ends? " +
  "What you typed is kept: change it, and press Run.";

/** Why cells cannot run here, in words; "" where they can. */
export function whyNot() {
  if (!location.protocol.startsWith("http"))
    return "Run needs a page that comes from a server, and this one is a file: here the notebook runs the cell.";
  const able =
    "Worker" in globalThis && "WebAssembly" in globalThis && typeof Response.prototype.arrayBuffer === "function";
  return able ? "" : "This browser is too old to run Python: a newer Firefox, Chrome, Edge or Safari does.";
}
