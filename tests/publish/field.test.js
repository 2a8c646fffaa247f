// Tests on a fake page the fields for answers, and the lines at the end of a page that save or clear all of them.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { answerTo, clear, exported, keep } from "../../utils/publish/templates/answers.js";
import { clearDrawings, drawn, sketchModel } from "../../utils/publish/templates/drawings.js";
import { answerAll } from "../../utils/publish/templates/field.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";
import { putStorage } from "./fake_storage.js";

beforeEach(() => {
  putPage();
  clear();
  clearDrawings();
  putStorage();
});

/** An element in which `querySelector` finds these parts by their selectors. */
function elementOf(parts) {
  return Object.assign(new FakeElement(), { parts, querySelector: selector => parts[selector] ?? null });
}

/** A field for the number 3. */
function fieldOf(name) {
  const sentences = { right: "Right.", hint: "Not right yet.", not_yet: "Not yet.", no_number: "No number." };
  const exercise = { name, wanted: 3, tolerance: 0, wrong: [], ...sentences };
  const [input, says] = [new FakeElement("input"), new FakeElement("p")];
  const form = elementOf({ script: { textContent: JSON.stringify(exercise) }, input, "[role=status]": says });
  const answer = text => {
    input.value = text;
    form.fire("submit");
  };
  return { form, input, says, answer };
}

/** The lines at the end of a page. */
function footerOf() {
  const names = ["data-count", "data-learner", "data-save", "data-clear"];
  const parts = Object.fromEntries(names.map(name => [`[${name}]`, new FakeElement()]));
  const footer = elementOf(parts);
  return { footer, count: parts["[data-count]"], press: name => parts[`[data-${name}]`].fire("click"), parts };
}

/** A curve drawn on the sketch called `name`. */
function draw(name) {
  sketchModel(name, { xs: [0] }, () => {}).set("_drawn", [1]);
}

test("an answer is judged and kept, and the page stays", () => {
  const { form, input, says, answer } = fieldOf("01-sign");
  answerAll([form], null);
  answer("4");
  assert.equal(says.textContent, "Not right yet.");
  input.value = "3";
  let stays = false;
  form.fire("submit", {
    preventDefault: () => {
      stays = true;
    },
  });
  assert.ok(stays);
  assert.equal(says.textContent, "Right.");
  assert.deepEqual(answerTo("01-sign"), { typed: "3", result: { sentence: "Right.", state: "right", wrong: null } });
});

test("each field shows the answer that was given to its exercise before", () => {
  keep("01-sign", { typed: "3,0", result: { sentence: "Right.", state: "right", wrong: null } });
  const [first, second] = [fieldOf("01-sign"), fieldOf("01-secant")];
  answerAll([first.form, second.form], null);
  assert.deepEqual([first.input.value, first.says.textContent], ["3,0", "Right."]);
  assert.deepEqual([second.input.value, second.says.textContent], ["", ""]);
});

test("an answer that is taken out of its field is forgotten", () => {
  const { form, says, answer } = fieldOf("01-sign");
  answerAll([form], null);
  answer("3");
  answer(" ");
  assert.deepEqual([says.textContent, answerTo("01-sign")], ["Not yet.", null]);
});

test("the end of the page counts answers and drawings, and is hidden while there are none", () => {
  const [{ form, answer }, { footer, count }] = [fieldOf("01-sign"), footerOf()];
  const changed = answerAll([form], footer);
  const seen = [[footer.hidden, count.textContent]];
  for (const act of [() => answer("3"), () => draw("slope"), () => draw("loss"), () => answer("")]) {
    act();
    changed();
    seen.push([footer.hidden, count.textContent]);
  }
  assert.deepEqual(seen, [
    [true, ""],
    [false, "1 answer"],
    [false, "1 answer and 1 drawing"],
    [false, "1 answer and 2 drawings"],
    [false, "2 drawings"],
  ]);
});

test("an answer is counted at once, also where those of other pages are kept", () => {
  keep("02-by-hand", { typed: "1", result: { sentence: "Right.", state: "right", wrong: null } });
  const [{ form, answer }, { footer, count }] = [fieldOf("01-sign"), footerOf()];
  answerAll([form], footer);
  assert.deepEqual([footer.hidden, count.textContent], [false, "1 answer"]);
  answer("3");
  assert.equal(count.textContent, "2 answers");
});

test("to clear all empties the fields and forgets the answers and the drawings", () => {
  const [first, second, { footer, press }] = [fieldOf("01-sign"), fieldOf("01-secant"), footerOf()];
  answerAll([first.form, second.form], footer);
  first.answer("3");
  second.answer("4");
  draw("slope");
  press("clear");
  for (const { input, says } of [first, second]) assert.deepEqual([input.value, says.textContent], ["", ""]);
  assert.deepEqual([answerTo("01-sign"), answerTo("01-secant"), drawn()], [null, null, 0]);
  assert.ok(footer.hidden);
});

/** The link by which a learner called `name` saves the answers; `text` is that of the file. */
async function saved(t, name) {
  const { footer, press, parts } = footerOf();
  answerAll([], footer);
  let file;
  const link = { clicked: 0, revoked: [] };
  link.click = () => {
    link.clicked += 1;
  };
  document.createElement = () => link;
  t.mock.method(URL, "createObjectURL", blob => {
    file = blob;
    return "blob:answers";
  });
  t.mock.method(URL, "revokeObjectURL", url => link.revoked.push(url));
  parts["[data-learner]"].value = name;
  press("save");
  const revoked = [...link.revoked]; // a file that is not fetched yet must not be revoked
  await new Promise(resolve => setTimeout(resolve, 5));
  return { ...link, revoked: [revoked, link.revoked], type: file.type, text: await file.text() };
}

test("all answers are saved as a file, which is given up once it is saved", async t => {
  keep("01-sign", { typed: "3", result: { sentence: "Right.", state: "right", wrong: null } });
  const { href, clicked, revoked, type, text } = await saved(t, "");
  assert.deepEqual([href, clicked, type], ["blob:answers", 1, "application/json"]);
  assert.deepEqual(revoked, [[], ["blob:answers"]]);
  assert.equal(text, exported());
});

test("the file's name begins with the learner's, in characters that every file name can have", async t => {
  for (const [learner, name] of [
    ["", "downhill-answers.json"],
    [" Anna  B. ", "Anna_B._downhill-answers.json"],
    ['7/8: "Bo"', "7_8_Bo_downhill-answers.json"],
    ["???", "downhill-answers.json"],
  ]) {
    const { download } = await saved(t, learner);
    assert.equal(download, name);
    t.mock.restoreAll();
  }
});
