// Tests how the pad of a page without Python answers: a small model that reads, painted weights, and when it answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { padModel, painter, reader } from "../../utils/publish/templates/page_pad.js";
import { settle } from "../explore/browser/fakes.js";

const CELLS = 784;
const packed = (scale, numbers) => ({ scale, data: Buffer.from(Int16Array.from(numbers).buffer).toString("base64") });

/** A model of two outputs: the ink of an image's upper half and, `below` times, the ink of its lower half. */
function reading(changes = {}, below = 1, biases = [0, 0]) {
  const weights = Array.from(
    { length: 2 * CELLS },
    (_, i) =>
      [
        [1, 0],
        [0, below],
      ][Number(i >= CELLS)][i % 2],
  );
  return {
    layers: [[packed(1, weights), packed(1, biases)]],
    says: ["I read ", ["first", 0], ", ", ["p_first", 2], "."],
    blank: "Draw a digit.",
    image: "",
    bars: false,
    evidence: null,
    ...changes,
  };
}

/** A drawing whose ink has more weight above, as a triangle that stands on its tip. */
function heavyAbove() {
  const drawing = new Float32Array(CELLS);
  for (let row = 0; row < 20; row++) drawing.fill(1, 28 * (row + 4) + 4, 28 * (row + 4) + 24 - row);
  return drawing;
}

test("a blank pad has words of its own, and a drawing gets the sentence with the values of the model", () => {
  const answer = reader(reading());
  assert.deepEqual(answer(new Float32Array(CELLS)), { message: "Draw a digit." });
  assert.match(answer(heavyAbove()).message, /^I read [01], (1\.00|0\.\d\d)\.$/);
});

test("beside the pad stands what its state names, and nothing else", () => {
  const evidence = ["for ", ["first", 0], " or for ", ["second", 0]];
  const shown = reader(reading({ image: "what the model sees", bars: true, evidence }))(heavyAbove());
  assert.deepEqual(Object.keys(shown).sort(), [
    "_bars",
    "_caption",
    "_evidence",
    "_evidence_caption",
    "_image",
    "message",
  ]);
  assert.equal(shown._caption, "what the model sees");
  assert.match(shown._evidence_caption, /^for (0 or for 1|1 or for 0)$/);
  assert.deepEqual(
    shown._bars.map(([name]) => name),
    ["0", "1"],
  );
  assert.deepEqual(Object.keys(reader(reading())(heavyAbove())), ["message"]);
});

test("the largest evidence has the full colour, whatever its sign, and a blank pad has none", () => {
  const answer = reader(reading({ evidence: [] }, 3, [1000, 0]));
  const shares = answer(heavyAbove())._evidence;
  assert.equal(Math.min(...shares), -1); // against the first output, which its bias makes the first
  assert.ok(Math.max(...shares) > 0.2 && Math.max(...shares) < 0.4);
  assert.deepEqual(answer(new Float32Array(CELLS))._evidence.map(Math.abs), new Float32Array(CELLS));
});

/** Three digits of two pixels, of which the first two belong to the first group. */
const DIGITS = Uint8Array.of(5, 0, 0, 5, 5, 5);
const groups = [
  ["threes", 2],
  ["sevens", 1],
];
const says = ["accuracy ", ["accuracy", 2]];

test("a score is the sum of the painted weights times the ink, and each group has its own scores", () => {
  const answer = painter({ full: 5, groups, says }, DIGITS);
  assert.deepEqual(answer(Float32Array.of(1, -2))._scores, [
    ["threes", [1, -2]],
    ["sevens", [-1]],
  ]);
});

test("right are the first group's digits above 0, and the second group's that are not", () => {
  const answer = painter({ full: 5, groups, says }, DIGITS);
  const accuracies = [
    [1, -2],
    [1, 1],
    [0, 0],
    [-1, 0],
  ].map(weights => answer(Float32Array.from(weights)).message);
  assert.deepEqual(accuracies, ["accuracy 0.67", "accuracy 0.67", "accuracy 0.33", "accuracy 0.33"]);
});

test("a pad that no page can answer keeps its state and its message", async () => {
  const model = padModel({ signed: false, label: "Draw", message: "This needs the notebook." }, Promise.resolve());
  await settle();
  model.save_changes();
  assert.deepEqual([model.get("signed"), model.get("message")], [false, "This needs the notebook."]);
  assert.deepEqual(model.get("_scores"), []);
  assert.equal(model.get("_pixels").byteLength, 4 * CELLS);
});

test("a page's pad answers what is drawn, and tells the view of each value that has changed", () => {
  const model = padModel({ signed: false, label: "Draw", message: "", reading: reading() }, new Promise(() => {}));
  assert.equal(model.get("message"), "Draw a digit.");
  const seen = [];
  model.on("change:message", () => seen.push(model.get("message")));
  model.set("_pixels", new DataView(heavyAbove().buffer));
  assert.deepEqual(seen, []);
  model.save_changes();
  assert.match(seen.join(), /^I read [01]/);
});

test("painted weights have the scores of blank digits, as many as there will be, until the pad is near", async () => {
  const digits = new Uint8Array(3 * CELLS);
  digits[0] = digits[CELLS] = 5; // the first pixel of both digits of the first group
  let read = 0; // how often the packed digits were read
  const painting = {
    get digits() {
      read += 1;
      return deflateSync(digits).toString("base64");
    },
    ...{ full: 5, groups, says },
  };
  let come;
  const near = new Promise(resolve => {
    come = resolve;
  });
  const model = padModel({ signed: true, label: "Paint", message: "", painting }, near);
  model.set("_pixels", new DataView(new Float32Array(CELLS).fill(1).buffer));
  model.save_changes();
  await settle();
  const blank = [
    ["threes", [0, 0]],
    ["sevens", [0]],
  ];
  assert.deepEqual([read, model.get("_scores"), model.get("message")], [0, blank, "accuracy 0.33"]);
  const arrived = new Promise(resolve => model.on("change:_scores", resolve));
  come();
  await arrived;
  assert.deepEqual(model.get("_scores"), [
    ["threes", [1, 1]],
    ["sevens", [0]],
  ]);
  assert.equal(model.get("message"), "accuracy 1.00");
});
