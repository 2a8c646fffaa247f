// Tests the bars beside the pad: their lengths, numbers, names, the largest one, and their text alternative.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Bars } from "../../utils/pad/bars.js";
import { putPage } from "../widgets/fake_page.js";

beforeEach(putPage);

const lengths = bars => bars.root.all(each => each.tag === "i").map(each => each.style.width);
const largest = bars => bars.root.childNodes.filter(row => row.classList.contains("downhill-most"));

test("there is a row for each bar, with its name, its length and its number", () => {
  const bars = new Bars();
  assert.equal(bars.root.hidden, true);
  bars.show([
    ["3", 0.25],
    ["7", 0.75],
  ]);
  assert.equal(bars.root.hidden, false);
  assert.deepEqual(
    bars.root.childNodes.map(row => row.textContent),
    ["30.25", "70.75"],
  );
  assert.deepEqual(lengths(bars), ["25%", "75%"]);
});

test("new probabilities move the same rows, so that a bar can glide and a reader is not thrown back", () => {
  const bars = new Bars();
  bars.show([
    ["3", 0.25],
    ["7", 0.75],
  ]);
  const rows = [...bars.root.childNodes];
  bars.show([
    ["3", 0.9],
    ["7", 0.1],
  ]);
  assert.deepEqual(bars.root.childNodes, rows);
  assert.deepEqual(lengths(bars), ["90%", "10%"]);
  assert.deepEqual(
    largest(bars).map(row => row.find("b").textContent),
    ["3"],
  );
});

test("the text alternative says every probability, and no bars hide all", () => {
  const bars = new Bars();
  bars.show([
    ["3", 0.25],
    ["7", 0.75],
  ]);
  assert.equal(bars.root.attributes["aria-label"], "Probabilities: 3: 0.25, 7: 0.75.");
  bars.show([]);
  assert.equal(bars.root.hidden, true);
});
