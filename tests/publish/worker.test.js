// Tests with a fake Pyodide how the Worker of a page starts Python: what it fetches, verifies, unpacks and says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { settle } from "../explore/browser/fakes.js";

const ZIP = "the project's own code";
const CONTENTS = { "pyodide.js": "loader", "pyodide.asm.js": "machine", "pyodide.asm.wasm": "code", "a.whl": "wheel" };
const hashOf = text => createHash("sha256").update(text).digest("hex");
const { fetch: nodesFetch, crypto } = globalThis;
let site; // the contents of the files on the network by their addresses
let asked; // the addresses that were fetched, with their options
let posted; // the messages to the page
let python; // what was done with Pyodide
let count = 0;

beforeEach(() => {
  const files = Object.entries(CONTENTS).map(([name, text]) => ({ name, size: text.length, sha256: hashOf(text) }));
  const manifest = { files, base: "https://files.org/", code: hashOf(ZIP) };
  site = { "files.json": JSON.stringify(manifest), [`python.zip?${hashOf(ZIP)}`]: ZIP };
  for (const [name, text] of Object.entries(CONTENTS)) site[`https://files.org/${name}`] = text;
  [asked, posted, python] = [[], [], []];
  Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
  const runner = { take: text => python.push(["take", text]) };
  Object.assign(globalThis, {
    fetch: async (url, options) => {
      asked.push([String(url), options]);
      return url in site ? new Response(site[url]) : new Response("", { status: 404 });
    },
    postMessage: message => posted.push(message),
    importScripts: url => python.push(["import", url]),
    loadPyodide: async options => {
      python.push(["load", options]);
      return {
        unpackArchive: (bytes, ...how) => python.push(["unpack", Buffer.from(bytes).toString(), ...how]),
        runPython: code => python.push(["run", code]) && runner,
      };
    },
  });
});

/** A new Worker; the function sends it a message and resolves when it has done its work. */
async function opened(t) {
  t.mock.method(URL, "createObjectURL", blob => blob);
  t.mock.method(console, "warn", () => {});
  t.after(() => {
    globalThis.fetch = nodesFetch;
  });
  count += 1;
  await import(`../../utils/publish/run/browser/worker.js?${count}`);
  return data => globalThis.onmessage({ data });
}

const failures = () => posted.filter(message => "failed" in message).map(message => message.failed);
const ready = () => posted.some(message => message.ready);

test("Python starts with all files, the wheels among them, and with the project's own code", async t => {
  const send = await opened(t);
  await send({ start: true });
  const scripts = python.filter(([what]) => what === "import").map(([, blob]) => blob);
  assert.deepEqual(await Promise.all(scripts.map(blob => blob.text())), ["loader", "machine"]);
  assert.deepEqual(
    python.filter(([what]) => what === "unpack"),
    [
      ["unpack", "wheel", "wheel"],
      ["unpack", ZIP, "zip", { extractDir: "/downhill" }],
    ],
  );
  const { env } = python.find(([what]) => what === "load")[1];
  assert.equal(env.MPLBACKEND, "agg");
  assert.equal(python.at(-1)[0], "run"); // nothing is run before everything is unpacked
  assert.deepEqual([posted.at(-1), failures()], [{ ready: true }, []]);
});

test("the page is told how much has arrived of all that is fetched, and then that Python starts", async t => {
  const send = await opened(t);
  await send({ start: true });
  const total = Object.values(CONTENTS).join("").length;
  const loads = posted.filter(message => "loaded" in message);
  assert.deepEqual([...new Set(loads.map(load => load.total))], [total]);
  const sizes = loads.map((load, at) => load.loaded - (loads[at - 1]?.loaded ?? 0));
  assert.deepEqual(
    sizes.sort(),
    Object.values(CONTENTS)
      .map(text => text.length)
      .sort(),
  );
  assert.deepEqual(
    posted.map(message => Object.keys(message)[0]),
    [...loads.map(() => "loaded"), "says", "ready"],
  );
});

test("a list of files from an earlier visit is not used", async t => {
  const send = await opened(t);
  await send({ start: true });
  assert.deepEqual(asked[0], ["files.json", { cache: "no-cache" }]);
});

test("a file of the network or of the site that is not the one it should be is refused, and Python does not start", async t => {
  for (const url of ["https://files.org/pyodide.asm.wasm", `python.zip?${hashOf(ZIP)}`]) {
    const right = site[url];
    site[url] = `${right.slice(0, -1)}!`; // of the same length
    const send = await opened(t);
    await send({ start: true });
    assert.deepEqual(failures(), [`Error: ${url} is not the file it should be`]);
    assert.deepEqual([python, ready()], [[], false]);
    site[url] = right;
    posted.length = 0;
    t.mock.restoreAll();
  }
});

test("a file whose hash differs in its last digit only is refused", async t => {
  const hash = hashOf("wheel");
  const other = hash.slice(0, -1) + (hash.endsWith("0") ? "1" : "0");
  site["files.json"] = site["files.json"].replace(hash, other);
  const send = await opened(t);
  await send({ start: true });
  assert.deepEqual(failures(), ["Error: https://files.org/a.whl is not the file it should be"]);
  assert.deepEqual([python, ready()], [[], false]);
});

test("a file that is not there is named", async t => {
  delete site["https://files.org/a.whl"];
  const send = await opened(t);
  await send({ start: true });
  assert.deepEqual(failures(), ["Error: 404 for https://files.org/a.whl"]);
  assert.deepEqual([python, ready()], [[], false]);
});

test("without HTTPS, where a page cannot calculate hashes, the browser is asked to verify each file", async t => {
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  const send = await opened(t);
  await send({ start: true });
  const wanted = `sha256-${createHash("sha256").update("wheel").digest("base64")}`;
  assert.equal(asked.find(([url]) => url.endsWith("a.whl"))[1].integrity, wanted);
  assert.ok(
    asked.filter(([url]) => url !== "files.json").every(([, { integrity }]) => integrity.startsWith("sha256-")),
  );
  assert.deepEqual([ready(), failures()], [true, []]);
});

test("Pyodide gets the verified files with their types, and anything else from the network", async t => {
  site["https://else.org/data.csv"] = "1,2";
  const send = await opened(t);
  await send({ start: true });
  const before = asked.length;
  const { indexURL } = python.find(([what]) => what === "load")[1];
  const found = [];
  for (const request of [`${indexURL}pyodide.asm.wasm`, { url: `${indexURL}pyodide.js` }, `${indexURL}a.whl`]) {
    const response = await globalThis.fetch(request);
    found.push([await response.text(), response.headers.get("Content-Type")]);
  }
  assert.deepEqual(found, [
    ["code", "application/wasm"],
    ["loader", "text/javascript"],
    ["wheel", "application/octet-stream"],
  ]);
  assert.equal(asked.length, before);
  assert.equal(await (await globalThis.fetch("https://else.org/data.csv", { method: "GET" })).text(), "1,2");
  assert.deepEqual(asked.at(-1), ["https://else.org/data.csv", { method: "GET" }]);
});

test("a cell that comes before Python is ready waits for it, and the start itself is no cell", async t => {
  const send = await opened(t);
  const sent = [send({ start: true }), send({ run: 1, code: "1 + 1" })];
  await settle();
  await Promise.all(sent);
  assert.deepEqual(
    python.filter(([what]) => what === "take"),
    [["take", '{"run":1,"code":"1 + 1"}']],
  );
  assert.deepEqual(
    python.slice(-2).map(([what]) => what),
    ["run", "take"],
  );
});

test("a cell that comes after a start that failed gets the reason too", async t => {
  delete site["files.json"];
  const send = await opened(t);
  await send({ start: true });
  await send({ run: 1, code: "1 + 1" });
  assert.equal(failures().length, 2);
  assert.equal(failures()[0], failures()[1]);
  assert.deepEqual(python, []);
});
