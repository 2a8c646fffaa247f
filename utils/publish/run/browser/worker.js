// @ts-check
// Python in a Web Worker of a page: fetches Pyodide and what it needs, each file verified by its hash, and runs cells.
// The page (`python.js`) sends { start } once, then cells, { run }, and what it says to widgets, { key }. What it gets is
// { loaded, total }, { says }, { ready }, { began }, { outputs }, { failed }, or what a widget says, { key }.

/** @typedef {{ name: string, size: number, sha256: string }} PinnedFile */

const worker = /** @type {any} */ (globalThis);
const BASE = "https://pyodide.downhill/"; // stands for the place of the files: they are fetched before they are asked for
const TYPES = { wasm: "application/wasm", js: "text/javascript", json: "application/json" };
/** @type {any} */
let runner; // Python's object that runs cells
/** @type {Promise<void>} */
let started;

/**
 * The bytes of a file. Throws where they cannot be fetched, or are not those that were asked for.
 * @param {string} url
 * @param {string} sha256 in hexadecimal digits
 * @param {(bytes: number) => void} arrived called with the size of each part
 */
async function verified(url, sha256, arrived) {
  const hash = (sha256.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16));
  // Without HTTPS only the browser itself can calculate hashes; it then gives out no part before it has them all.
  const integrity = crypto.subtle ? "" : `sha256-${btoa(String.fromCharCode(...hash))}`;
  const response = await fetch(url, { integrity });
  if (!response.ok || !response.body) throw new Error(`${response.status} for ${url}`);
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    arrived(part.value.length);
  }
  const bytes = await new Blob(parts).arrayBuffer();
  const found = crypto.subtle && new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (found && hash.some((each, index) => each !== found[index]))
    throw new Error(`${url} is not the file it should be`);
  return bytes;
}

/** Fetches everything that `files.json` names, which stands beside this file, and starts Python. */
async function start() {
  /** @type {{ files: PinnedFile[], base: string, code: string }} */
  const { files, base, code } = await (await fetch("files.json", { cache: "no-cache" })).json();
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let loaded = 0;
  const arrived = (/** @type {number} */ bytes) => {
    loaded += bytes;
    postMessage({ loaded, total });
  };
  const own = verified(`python.zip?${code}`, code, () => {});
  const all = Object.fromEntries(files.map(({ name, sha256 }) => [name, verified(base + name, sha256, arrived)]));
  await Promise.all([own, ...Object.values(all)]);
  postMessage({ says: "Python is starting ..." });
  const fetched = worker.fetch;
  worker.fetch = async (/** @type {any} */ request, /** @type {any} */ options) => {
    const name = String(request.url ?? request).replace(BASE, "");
    if (!(name in all)) return fetched(request, options);
    const type = TYPES[/** @type {keyof typeof TYPES} */ (name.split(".").pop())] ?? "application/octet-stream";
    return new Response(await all[name], { headers: { "Content-Type": type } });
  };
  for (const name of ["pyodide.js", "pyodide.asm.js"])
    worker.importScripts(URL.createObjectURL(new Blob([await all[name]], { type: TYPES.js })));
  const pyodide = await worker.loadPyodide({ indexURL: BASE, env: { MPLBACKEND: "agg", HOME: "/home/pyodide" } });
  for (const { name } of files) if (name.endsWith(".whl")) pyodide.unpackArchive(await all[name], "wheel");
  pyodide.unpackArchive(await own, "zip", { extractDir: "/downhill" });
  runner = pyodide.runPython(`
import sys, js
sys.path.insert(0, "/downhill")
from runner import Runner
Runner(js.postMessage)`);
  postMessage({ ready: true });
}

worker.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  try {
    if (data.start) started = start();
    await started;
    if (!data.start) runner.take(JSON.stringify(data));
  } catch (error) {
    console.warn(error);
    postMessage({ failed: String(error) });
  }
};
