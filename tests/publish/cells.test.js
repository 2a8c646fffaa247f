// Tests the cells of a page on a fake page: their editors and buttons, what a run shows, and how they get Python.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { loaderOf } from "../../utils/explore/browser/frames.js";
import { Cell, Page } from "../../utils/publish/run/browser/cells.js";
import { ENDED, NOT_FETCHED } from "../../utils/publish/run/browser/words.js";
import { FakePath, fakeModel, settle, widgetState } from "../explore/browser/fakes.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";

/** An element with what a cell uses besides. */
class Part extends FakeElement {
  rows = 0; // of the editor
  append(...children) {
    super.append(...children);
    for (const child of children) if (child instanceof Part) child.isConnected = true;
  }
  after(...parts) {
    this.parentElement.append(...parts);
  }
  remove() {
    const around = this.parentElement;
    if (around) around.childNodes = around.childNodes.filter(each => each !== this);
    this.isConnected = false;
  }
  querySelector(selector) {
    return this.find(selector.replace(":scope > ", "")) ?? null;
  }
  querySelectorAll(selector) {
    const wanted =
      selector === "[data-state]" ? el => "state" in el.dataset : el => el.classList.contains("run-picture");
    return this.all(wanted);
  }
  focus() {
    document.activeElement = this;
  }
}

let page;
let count = 0;

beforeEach(() => {
  count += 1; // no test sees what another one has typed
  page = putPage();
  document.createElement = tag => new Part(tag);
  globalThis.location = { protocol: "https:", pathname: `/lessons/${count}.html` };
  globalThis.Worker = class {};
  globalThis.Path2D = FakePath;
});

/** The element of a cell that shows `code`, and below it a picture. */
function rootOf(code, id = "curve") {
  const [root, input, highlight, shown, picture] = Array.from({ length: 5 }, () => new Part());
  input.setAttribute("class", "input");
  highlight.setAttribute("class", "highlight");
  shown.setAttribute("class", "output_wrapper");
  picture.setAttribute("data-state", "{}");
  highlight.append(code);
  input.append(highlight);
  shown.append(picture);
  root.append(input, shown);
  return Object.assign(root, { id: `cell-id=${id}` });
}

/** A cell, what it sends to Python, and the functions that answer the runs. */
function made(id = "curve") {
  const [sent, answers, baked, models] = [[], [], [], []];
  const run = (...parts) => {
    sent.push(parts);
    return new Promise((done, failed) => answers.push({ done, failed }));
  };
  const liveModel = (state, cell) => {
    const model = Object.assign(fakeModel(state), { cell, closed: false });
    model.close = () => {
      model.closed = true;
    };
    models.push(model);
    return model;
  };
  const start = async () => ({ run });
  const around = { start, above: () => ["above"], showBaked: el => baked.push(el), liveModel };
  const root = rootOf("the lesson's", id);
  const cell = new Cell(root, id, around);
  const shown = root.find(".output_wrapper");
  return { cell, root, shown, sent, answers, baked, models };
}

/** The same after a run that has shown `outputs`. */
async function ran(...outputs) {
  const all = made();
  const run = all.cell.run();
  await settle();
  all.answers[0].done(outputs);
  await run;
  return all;
}

/** Types `text` into the editor of a cell. */
function type(cell, text) {
  cell.editor.value = text;
  cell.editor.fire("input");
}

/** The state of a picture with one control of `stops` stops, at the middle one. */
const pictureOf = stops => ({ ...widgetState(stops), size: [600, 400], drag: [], play: [], count: false });

const hidden = ({ editor, code, changes, resets }) => [editor, code, changes, resets].map(el => el.hidden);

test("a cell shows its code with Run and Change, and neither an editor nor Reset nor a bar", () => {
  const { cell } = made();
  assert.deepEqual(hidden(cell), [true, false, false, true]);
  assert.ok(cell.bar.hidden);
});

test("Change puts an editor in the place of the code, with the focus, a free line, and Reset", () => {
  const { cell } = made();
  cell.changes.fire("click");
  assert.deepEqual(hidden(cell), [false, true, true, false]);
  assert.deepEqual([cell.editor.value, cell.editor.rows], ["the lesson's", 2]);
  assert.ok(document.activeElement === cell.editor);
});

test("what is typed is there again when the page is opened again, in its own cell and without the focus", () => {
  const { cell } = made();
  cell.edit("", false);
  type(cell, "a\nb\nc");
  assert.equal(cell.editor.rows, 4);
  const [again, other] = [made().cell, made("drag").cell];
  assert.deepEqual([again.source, again.editor.hidden], ["a\nb\nc", false]);
  assert.equal(other.source, "the lesson's");
  assert.ok(!document.activeElement);
});

test("Enter with Ctrl, Shift or Cmd runs what is typed, and other keys do not", async () => {
  const { cell, sent } = made();
  cell.edit("", false);
  type(cell, "mine");
  let kept = 0;
  const press = async key => {
    cell.editor.fire("keydown", { preventDefault: () => kept++, ...key });
    await settle();
    cell.runs.disabled = false;
    return [sent.splice(0), kept];
  };
  assert.deepEqual(await press({ key: "Enter" }), [[], 0]);
  assert.deepEqual(await press({ key: "a", ctrlKey: true }), [[], 0]);
  const run = ["curve", "mine", ["above"]];
  assert.deepEqual(await press({ key: "Enter", ctrlKey: true }), [[run], 1]);
  assert.deepEqual(await press({ key: "Enter", shiftKey: true }), [[run], 2]);
  assert.deepEqual(await press({ key: "Enter", metaKey: true }), [[run], 3]);
});

test("while a cell runs it says so and does not run again, and afterwards it can", async () => {
  const { cell, sent, answers } = made();
  cell.runs.fire("click");
  await settle();
  assert.deepEqual([cell.runs.disabled, cell.says.textContent], [true, "Running ..."]);
  await cell.run();
  assert.deepEqual([sent.length, cell.says.textContent], [1, "Running ..."]);
  answers[0].done([]);
  await settle();
  assert.deepEqual([cell.runs.disabled, cell.says.textContent], [false, "Done."]);
});

test("if Python fails the cell says why, and can run again", async () => {
  const { cell, answers } = made();
  cell.run();
  await settle();
  cell.progress("Python comes", 0.5);
  answers[0].failed(new Error("no network"));
  await settle();
  assert.deepEqual([cell.says.textContent, cell.runs.disabled, cell.bar.hidden], ["no network", false, true]);
});

test("on a page that is a file, Run says why it cannot run, and starts nothing", async () => {
  location.protocol = "file:";
  const { cell, sent } = made();
  await cell.run();
  assert.match(cell.says.textContent, /this one is a file/);
  assert.deepEqual(sent, []);
});

test("while Python comes for a cell that runs, it shows how much has come; other cells show nothing of it", async () => {
  const [{ cell }, { cell: other }] = [made(), made("drag")];
  cell.run();
  for (const each of [cell, other]) each.progress("Python comes", 0.25);
  assert.deepEqual([cell.bar.hidden, cell.bar.value, cell.says.textContent], [false, 0.25, "Python comes"]);
  assert.deepEqual([other.bar.hidden, other.says.textContent], [true, ""]);
  cell.progress("Python is starting ...", 1);
  assert.deepEqual([cell.bar.hidden, cell.says.textContent], [true, "Python is starting ..."]);
});

test("a run shows its texts and its error in order, instead of what the lesson shows, and offers Reset", async () => {
  const { cell, root, shown } = await ran({ text: "1" }, { error: "NameError" });
  const texts = cell.output.all(el => el.tag === "pre");
  assert.deepEqual(
    texts.map(el => [el.textContent, el.classList.contains("run-error")]),
    [
      ["1", false],
      ["NameError", true],
    ],
  );
  assert.deepEqual([root.find(".run-output") === cell.output, shown.isConnected], [true, false]);
  assert.equal(cell.resets.hidden, false);
});

test("a still picture is shown with its words and its width, and waits for the page to become dark", async () => {
  const { cell } = await ran({ png: "AAAA", light: [[1, 2, 3, 4]], alt: "a curve", width: 300 }, { png: "BBBB" });
  const [first, second] = cell.output.all(el => el.tag === "img").map(el => el.attributes);
  assert.equal(first.src, "data:image/png;base64,AAAA");
  assert.deepEqual([first.alt, first.width, first["data-light"]], ["a curve", "300", "[[1,2,3,4]]"]);
  assert.deepEqual([second.alt, second.width], ["", ""]);
  assert.equal(page.sighted.length, 2);
});

test("each picture that moves is drawn in its own place, and one that cannot be moved here is told in words", async () => {
  const pad = { widget: {}, sentence: "A pad." };
  const { cell, models } = await ran({ widget: pictureOf(3) }, pad, { widget: pictureOf(9) });
  await settle();
  const captions = cell.output.all(el => el.classList.contains("downhill-caption"));
  assert.deepEqual(
    captions.map(el => el.textContent),
    ["at 1", "at 4"],
  );
  assert.equal(cell.output.find(".needs").textContent, "A pad. It can be drawn on above, or in the notebook.");
  assert.deepEqual(
    models.map(model => model.cell),
    ["curve", "curve"],
  );
});

test("a second run ends the pictures of the first and closes their views, and shows its own alone", async () => {
  const { cell, answers, models } = await ran({ widget: pictureOf(3) });
  const loader = loaderOf(models[0]);
  assert.equal(loader.views.size, 1);
  const run = cell.run();
  await settle();
  answers[1].done([{ text: "2" }]);
  await run;
  assert.deepEqual([models[0].closed, loaderOf(models[0]) === loader, cell.models], [true, false, []]);
  assert.equal(loader.views.size, 0); // else its Play would go on, and it would be painted when the page turns dark
  assert.equal(cell.output.textContent, "2");
});

test("Reset gives back the lesson's code and what it shows, forgets what was typed, and ends the pictures", async () => {
  const { cell, root, shown, baked, models } = await ran({ widget: pictureOf(3) });
  cell.edit("", false);
  type(cell, "mine");
  cell.resets.fire("click");
  assert.deepEqual(hidden(cell), [true, false, false, true]);
  assert.equal(cell.source, "the lesson's");
  assert.deepEqual([root.find(".output_wrapper") === shown, root.find(".run-output")], [true, undefined]);
  assert.ok(baked.length === 1 && baked[0] === shown.firstChild);
  assert.ok(models[0].closed);
  assert.equal(cell.says.textContent, "This is the lesson's own cell again.");
  assert.ok(document.activeElement === cell.changes);
  assert.equal(made().cell.source, "the lesson's"); // when the page is opened again
});

test("Reset of a cell that has not run leaves what the lesson shows in its place", () => {
  const { cell, root, shown } = made();
  cell.edit("mine", false);
  cell.reset();
  assert.equal(root.childNodes.filter(each => each === shown).length, 1);
});

test("the picture of a cell for which Python was ended goes, and the cell says why", async () => {
  const { cell, models, sent } = await ran({ widget: pictureOf(3) });
  cell.again("curve");
  assert.deepEqual([cell.output.textContent, models[0].closed, cell.models], ["", true, []]);
  assert.deepEqual([cell.says.textContent, sent.length], [ENDED, 1]);
});

test("after Python was ended the cells of live pictures run again, but not the one for which it was ended", async () => {
  const [drag, culprit, still] = ["drag", "own-slope", "nudge"].map(made);
  for (const { cell } of [drag, culprit]) cell.models = [Object.assign(fakeModel(pictureOf(3)), { close() {} })];
  for (const { cell } of [drag, culprit, still]) cell.again("own-slope");
  await settle();
  assert.deepEqual(
    [drag, culprit, still].map(({ cell, sent }) => [cell.says.textContent, sent.length]),
    [
      ["Running ...", 1],
      [ENDED, 0],
      ["", 0],
    ],
  );
});

/** A page in a folder that ends with the test `t`; `bring` puts the module there that Run loads. */
function pageIn(t, ...roots) {
  const folder = mkdtempSync(join(tmpdir(), "downhill-"));
  t.after(() => rmSync(folder, { recursive: true }));
  location.href = pathToFileURL(join(folder, "01_slope.html")).href;
  document.querySelectorAll = () => roots;
  const bring = () => {
    mkdirSync(join(folder, "run"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, "run", "python.js"),
      `class Python { constructor(...tells) { this.tells = tells; } }
       class LiveModel { constructor(...about) { this.about = about; } }
       export default { Python, LiveModel };`,
    );
  };
  return { page: new Page(new Set(["curve", "drag"]), () => {}), bring };
}

test("where the module that Run loads has not come, the cell says so, and the next Run asks for it again", async t => {
  const { page, bring } = pageIn(t);
  await assert.rejects(page.start(), { message: NOT_FETCHED });
  bring();
  const python = await page.start();
  assert.ok(python && (await page.start()) === python);
  assert.deepEqual(page.liveModel({ key: "k" }, "curve").about, [{ key: "k" }, "curve", python]);
});

test("what Python says goes to the pictures with its key, and all cells hear how it comes and when it ends", async t => {
  const { page, bring } = pageIn(t, rootOf("1", "curve"), rootOf("2", "drag"));
  bring();
  const [hear, progress, ended] = (await page.start()).tells;
  const heard = [];
  for (const cell of page.cells) {
    cell.models = [{ get: () => `key of ${cell.id}`, hear: message => heard.push([cell.id, message]) }];
    cell.progress = (...about) => heard.push([cell.id, ...about]);
    cell.again = culprit => heard.push([cell.id, culprit]);
  }
  hear("key of drag", { content: {} });
  assert.deepEqual(heard.splice(0), [["drag", { content: {} }]]);
  progress("Python comes", 0.5);
  assert.deepEqual(heard.splice(0), [
    ["curve", "Python comes", 0.5],
    ["drag", "Python comes", 0.5],
  ]);
  ended("drag");
  assert.deepEqual(heard, [
    ["curve", "drag"],
    ["drag", "drag"],
  ]);
});

test("the folded output of a cell, which is an element of a cell inside it, is no cell of the page", t => {
  const folded = rootOf("1", "curve");
  folded.find(".input").remove();
  assert.equal(pageIn(t, rootOf("1", "curve"), folded).page.cells.length, 1);
});

test("the picture of the lesson is shown again by the page", () => {
  document.querySelectorAll = () => [rootOf("1", "curve")];
  const shown = [];
  const page = new Page(new Set(["curve"]), el => shown.push(el));
  const [cell] = page.cells;
  cell.reset();
  assert.ok(shown.length === 1 && shown[0] === cell.shown.firstChild);
});

test("a cell gets the code of the cells above it, as a learner has changed it, and not its own", () => {
  document.querySelectorAll = () => ["imports", "curve", "drag", "nudge"].map(id => rootOf(`the lesson's ${id}`, id));
  const page = new Page(new Set(["curve", "drag", "nudge"]), () => {});
  const [, curve, drag] = page.cells;
  curve.edit("my curve", false);
  assert.deepEqual(page.above(drag), ["the lesson's imports", "my curve"]);
});
