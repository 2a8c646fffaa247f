// Tests what small networks say to an image of two pixels, with sums that can be done by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Network, softmax, valuesOfLogits } from "../../utils/publish/templates/network.js";

/** Numbers as `pads.py` packs them: integers of 16 bits, each `scale` large. */
const packed = (scale, ...numbers) => ({
  scale,
  data: Buffer.from(Int16Array.from(numbers).buffer).toString("base64"),
});

const IMAGE = Float32Array.of(2, 1);

test("a packed tensor has whole multiples of its scale, also negative ones", () => {
  const [layer] = new Network([[packed(0.25, 4, -300), packed(0.5, 3)]]).layers;
  assert.deepEqual(layer, { weights: Float32Array.of(1, -75), biases: Float32Array.of(1.5) });
});

test("an output is its bias and the sum of the inputs times its weights, which stand row by row", () => {
  const network = new Network([[packed(1, 1, 2, 3, 10, 20, 30), packed(1, 100, 200, 300)]]);
  assert.deepEqual(network.outputs(IMAGE), [Float32Array.of(112, 224, 336)]);
  assert.deepEqual(network.outputs(IMAGE), [Float32Array.of(112, 224, 336)]); // a drawing changes no bias
});

/** The layers 2 -> 3 -> 2; to IMAGE the hidden outputs are 3, -1 and 4. */
const deep = () =>
  new Network([
    [packed(1, 1, -1, 2, 1, 1, 0), packed(1, 0, 0, 0)],
    [packed(1, 1, 5, 7, 9, 2, 1), packed(1, 0, -1)],
  ]);

test("between two layers what is below 0 becomes 0, and the logits themselves may be negative", () => {
  assert.deepEqual(deep().outputs(IMAGE), [Float32Array.of(3, -1, 4), Float32Array.of(11, 18)]);
  const negative = new Network([[packed(1, -1, 1), packed(1, -3)]]);
  assert.deepEqual(negative.outputs(IMAGE), [Float32Array.of(-4)]);
});

test("the evidence of a pixel is what it adds to the lead of one output, through the hidden outputs that are not 0", () => {
  // The second output gains 4 with the first hidden output and loses 1 with the last; the one below 0 does not count.
  assert.deepEqual(deep().evidence(IMAGE, 1, 0), Float32Array.of(4, 4));
  assert.deepEqual(deep().evidence(IMAGE, 0, 1), Float32Array.of(-4, -4));
});

test("the evidence of one layer is the difference of two weights, times the pixel", () => {
  const network = new Network([[packed(1, 1, 2, 3, 10, 20, 40), packed(1, 0, 0, 0)]]);
  assert.deepEqual(network.evidence(IMAGE, 2, 0), Float32Array.of(4, 30));
});

test("probabilities add up to 1, follow the logits, and stay finite for large ones", () => {
  const [first, second] = softmax(Float32Array.of(1000, 1000 + Math.log(3)));
  assert.ok(Math.abs(first - 0.25) < 1e-4);
  assert.ok(Math.abs(second - 0.75) < 1e-4);
});

test("one logit is a score that stands for a 3 above 0 and for a 7 otherwise", () => {
  const [three, neither, seven] = [2, 0, -2].map(score => valuesOfLogits(Float32Array.of(score)));
  assert.deepEqual([three.digit, neither.digit, seven.digit], [3, 7, 7]);
  assert.deepEqual([three.score, neither.probability], [2, 0.5]);
  assert.ok(Math.abs(three.probability - 1 / (1 + Math.exp(-2))) < 1e-9);
});

test("of several logits the two most probable ones are named, with their probabilities", () => {
  const logits = Float32Array.of(0, 9, 3, 8);
  const values = valuesOfLogits(logits);
  const probabilities = softmax(logits);
  assert.deepEqual(values, { first: 1, second: 3, p_first: probabilities[1], p_second: probabilities[3] });
});
