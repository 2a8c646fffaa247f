// Tests how a page keeps answers in the browser, and what the file says that a learner saves.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { answered, answerTo, clear, exported, forget, keep } from "../../utils/publish/templates/answers.js";
import { putStorage } from "./fake_storage.js";

const RIGHT = { typed: "-3", result: { sentence: "Right.", state: "right", wrong: null } };
const TRIED = { typed: "3", result: { sentence: "Not right yet. The sign.", state: "tried", wrong: "The sign." } };
let storage;

beforeEach(() => {
  clear();
  storage = putStorage();
});

test("an answer is kept with what was typed until it is forgotten", () => {
  keep("01-sign", TRIED);
  keep("01-sign", RIGHT);
  assert.deepEqual(answerTo("01-sign"), RIGHT);
  forget("01-sign");
  assert.equal(answerTo("01-sign"), null);
});

test("the exercises that were answered on all pages are named in their order", () => {
  keep("03-step", RIGHT);
  storage.setItem("downhill-answer-02-by-hand", JSON.stringify(RIGHT));
  keep("01-sign", RIGHT);
  assert.deepEqual(answered(), ["01-sign", "02-by-hand", "03-step"]);
});

test("what is no answer is neither shown nor counted nor saved", () => {
  const others = [null, 3, {}, { typed: "3" }, { typed: 3, result: RIGHT.result }, { typed: "3", result: {} }];
  for (const [at, other] of others.entries()) storage.setItem(`downhill-answer-${at}`, JSON.stringify(other));
  assert.deepEqual(
    others.map((_, at) => answerTo(String(at))),
    others.map(() => null),
  );
  assert.deepEqual([answered(), JSON.parse(exported())], [[], { records: [] }]);
});

test("the file has of each answer what check leaves in a notebook, and not what was typed", () => {
  keep("03-step", RIGHT);
  keep("01-sign", TRIED);
  const records = [
    { exercise: "01-sign", state: "tried", wrong: "The sign." },
    { exercise: "03-step", state: "right", wrong: null },
  ];
  assert.deepEqual(JSON.parse(exported()), { records });
});

test("all answers are forgotten at once, and what else the page keeps stays", () => {
  storage.setItem("downhill-drawing-01", "[1]");
  keep("01-sign", TRIED);
  keep("03-step", RIGHT);
  clear();
  assert.deepEqual([answered(), { ...storage }], [[], { "downhill-drawing-01": "[1]" }]);
});
