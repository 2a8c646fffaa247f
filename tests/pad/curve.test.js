// Tests the sums of a sketch: the curve that a learner draws, its scales, and how far it is from the truth.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Curve } from "../../utils/pad/curve.js";
import { distance, sentenceOn } from "../../utils/pad/distance.js";
import { Scale } from "../../utils/pad/scale.js";

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);

/** A curve with `count` equally spaced xs. */
const curveOf = count => new Curve(Array.from({ length: count }, (_, k) => k / (count - 1)));

test("a stroke draws a straight line over every place between its ends, in both directions", () => {
  for (const ends of [
    [
      [0.2, 0],
      [0.8, 0.6],
    ],
    [
      [0.8, 0.6],
      [0.2, 0],
    ],
  ]) {
    const curve = curveOf(11);
    curve.line(...ends);
    assert.deepEqual(curve.heights.slice(0, 2), [null, null]);
    for (let k = 2; k <= 8; k++) near(curve.heights[k], (k - 2) / 10);
    assert.equal(curve.count, 7);
  }
});

test("a dot beside a place counts for the nearest place, and a stroke outside the axes stays at their edge", () => {
  const curve = curveOf(11);
  curve.line([0.33, 0.4], [0.33, 0.4]);
  assert.deepEqual([curve.count, curve.heights[3]], [1, 0.4]);
  curve.line([-0.2, 1.5], [1.2, 1.5]);
  assert.ok(curve.heights.every(height => height === 1));
});

test("keys cross 61 xs in twelve steps, and every place of a few", () => {
  const [many, few] = [curveOf(61), curveOf(11)];
  for (let k = 0; k < 12; k++) many.step(1);
  for (let k = 0; k < 3; k++) few.step(1);
  assert.deepEqual([many.at, few.at], [60, 3]);
  many.step(1);
  few.step(-1);
  assert.deepEqual([many.at, few.at], [60, 2]);
});

test("a key moves the curve from the middle, and joins the place to those drawn on both sides", () => {
  const curve = curveOf(61);
  for (let k = 0; k < 4; k++) curve.nudge(-1);
  near(curve.heights[0], 0.3);
  for (let k = 0; k < 2; k++) curve.step(1);
  curve.nudge(1);
  near(curve.heights[10], 0.35); // it begins at the height of the place drawn before
  for (let k = 0; k <= 10; k++) near(curve.heights[k], 0.3 + 0.005 * k);
  curve.step(-1);
  curve.nudge(1);
  near(curve.heights[5], 0.375);
  near(curve.heights[9], 0.355);
  assert.equal(curve.heights[11], null);
});

test("keys keep the curve on the axes", () => {
  const curve = curveOf(5);
  for (let k = 0; k < 40; k++) curve.nudge(1);
  assert.equal(curve.heights[0], 1);
});

test("linear and logarithmic scales turn numbers into shares and back", () => {
  const [linear, log] = [new Scale([-3, 3]), new Scale([1e-4, 1], true)];
  assert.deepEqual([linear.share(-3), linear.share(0), linear.value(1)], [0, 0.5, 3]);
  near(log.share(0.01), 0.5);
  near(log.value(0.25), 0.001);
});

test("ticks are round numbers inside the axis, and powers of ten on a logarithmic one", () => {
  assert.deepEqual(new Scale([-3, 3]).ticks(6), [-3, -2, -1, 0, 1, 2, 3]);
  assert.deepEqual(new Scale([-7, 7]).ticks(8), [-6, -4, -2, 0, 2, 4, 6]);
  assert.deepEqual(new Scale([0, 0.3]).ticks(3), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(new Scale([0, 360]).ticks(7), [0, 90, 180, 270, 360]);
  assert.deepEqual(new Scale([-180, 180]).ticks(3), [-180, 0, 180]);
  assert.deepEqual(new Scale([1e-4, 10], true).ticks(8), [1e-4, 1e-3, 0.01, 0.1, 1, 10]);
  assert.deepEqual(new Scale([1e-8, 1], true).ticks(4), [1e-8, 1e-6, 1e-4, 0.01, 1]);
});

test("numbers have as many digits as can be drawn", () => {
  const [linear, log] = [new Scale([-7, 7]), new Scale([1e-6, 1], true)];
  assert.deepEqual([linear.text(2.04), linear.text(-0.01), linear.text(3)], ["2", "0", "3"]);
  assert.equal(new Scale([-3, 3]).text(-1.5), "-1.5");
  assert.deepEqual([log.text(0.02345), log.text(0.0000213)], ["0.023", "2.1e-5"]);
});

test("the mean distance and the place where it is largest are found over what is drawn", () => {
  assert.deepEqual(distance([1, null, 4, 2], [1, 100, 1, 1], false), { mean: 4 / 3, most: 3, farthest: 2 });
  assert.equal(distance([null, null], [1, 2], false), null);
});

test("on a logarithmic axis a distance is a factor, whichever of the two is larger", () => {
  const { mean, most, farthest } = distance([0.1, 1, 50], [1, 1, 10], true);
  near(mean, 50 ** (1 / 3));
  near(most, 10);
  assert.equal(farthest, 0);
});

/** The sentence on `drawn` beside `truth`, at x = 0, 1, 2, ... */
function said(drawn, truth, log = false) {
  const [x, y] = [new Scale([0, 10]), new Scale(log ? [1e-3, 10] : [-5, 5], log)];
  const axes = { drawn, truth, xs: drawn.map((_, k) => k), xlabel: "x", x, y };
  return sentenceOn(distance(drawn, truth, log), axes);
}

test("one sentence says how far the curve is on average and where it is farthest", () => {
  assert.equal(
    said([0, 2, 1], [0, -1, 1]),
    "On average your curve is 1 away from the truth; it is farthest at x = 1, where you drew 2 and the truth is -1.",
  );
  assert.equal(
    said([null, 2, 1], [0, 2, 1.5]),
    "Where you drew, your curve is on average 0.3 away from the truth; it is farthest at x = 2, where you drew 1 and the truth is 1.5.",
  );
  assert.equal(
    said([1, 0.1], [1, 0.001], true),
    "On average your curve is off by a factor of 10; it is farthest at x = 1, where you drew 0.1 and the truth is 0.001.",
  );
  assert.equal(said([0, 1.01], [0, 1]), "Your curve lies on the truth everywhere.");
  assert.equal(said([null, 1], [0, 1]), "Your curve lies on the truth where you drew.");
});

test("a place beside a drawn one begins at its height, not at that of a place farther away", () => {
  const curve = curveOf(5);
  curve.heights[0] = 0.1;
  curve.heights[1] = 0.4;
  curve.at = 2;
  curve.nudge(1);
  assert.deepEqual(curve.heights.slice(0, 2), [0.1, 0.4]);
  assert.ok(curve.heights[2] > 0.4);
});

test("ticks are fives where twos would be too many, and whole turns on an axis of four turns", () => {
  assert.deepEqual(new Scale([0, 25]).ticks(5), [0, 5, 10, 15, 20, 25]);
  assert.deepEqual(new Scale([0, 1440]).ticks(4), [0, 360, 720, 1080, 1440]);
});

test("a number has the digits of a hundredth of the axis, and none after the point on an axis of hundreds", () => {
  assert.equal(new Scale([0, 5]).text(1.236), "1.24");
  assert.equal(new Scale([0, 500]).text(123.4), "123");
});
