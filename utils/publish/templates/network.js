// @ts-check
// What a trained model says to an image, on pages without Python: one sum for each output, or layers of them.
import { bytesOf } from "./unpack.js";

/** @typedef {{ scale: number, data: string }} Packed a tensor of `utils/publish/pads.py` */
/** @typedef {{ weights: Float32Array, biases: Float32Array }} Layer `weights` row by row, a row for each input */
/** @typedef {Record<string, number>} Values what a sentence may name, such as the score */

/** @param {Packed} packed */
function unpacked({ scale, data }) {
  const view = new DataView(bytesOf(data).buffer);
  return Float32Array.from({ length: view.byteLength / 2 }, (_, i) => scale * view.getInt16(2 * i, true));
}

/** Layers with a ReLU between each two of them. */
export class Network {
  /** @param {[weights: Packed, biases: Packed][]} layers */
  constructor(layers) {
    /** @type {Layer[]} */
    this.layers = layers.map(([weights, biases]) => ({ weights: unpacked(weights), biases: unpacked(biases) }));
  }

  /**
   * The outputs of each layer for the inputs `pixels`; the logits are the last of them.
   * @param {Float32Array} pixels
   */
  outputs(pixels) {
    /** @type {Float32Array[]} */
    const outputs = [];
    for (const { weights, biases } of this.layers) {
      const inputs = outputs[outputs.length - 1]?.map(value => Math.max(0, value)) ?? pixels;
      const sums = biases.slice();
      for (const [i, input] of inputs.entries())
        if (input) for (const k of sums.keys()) sums[k] += input * weights[i * sums.length + k];
      outputs.push(sums);
    }
    return outputs;
  }

  /**
   * The slope of the lead of output `first` over output `second` for each of the pixels, times the pixel.
   * @param {Float32Array} pixels
   * @param {number} first
   * @param {number} second
   */
  evidence(pixels, first, second) {
    const outputs = this.outputs(pixels);
    let slopes = Float32Array.from(outputs[outputs.length - 1], (_, k) => Number(k === first) - Number(k === second));
    for (const [l, { weights }] of [...this.layers.entries()].reverse()) {
      const before = l ? outputs[l - 1] : pixels;
      slopes = before.map((input, i) => (l && input <= 0 ? 0 : dot(weights, i * slopes.length, slopes)));
    }
    return slopes.map((slope, i) => slope * pixels[i]);
  }
}

/**
 * The sum of the products of `b` with as many of the numbers of `a`, from `start` on.
 * @param {Float32Array} a
 * @param {number} start
 * @param {Float32Array} b
 */
function dot(a, start, b) {
  return b.reduce((sum, value, k) => sum + value * a[start + k], 0);
}

/**
 * The probability of each output.
 * @param {Float32Array} logits
 */
export function softmax(logits) {
  const most = Math.max(...logits);
  const powers = [...logits].map(logit => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map(power => power / sum);
}

/**
 * What a sentence may name of these `logits`: of one, its score; of several, the two most probable outputs.
 * @param {Float32Array} logits
 * @returns {Values}
 */
export function valuesOfLogits(logits) {
  if (logits.length === 1) {
    const [score] = logits;
    return { score, probability: 1 / (1 + Math.exp(-score)), digit: score > 0 ? 3 : 7 };
  }
  const probabilities = softmax(logits);
  const [first, second] = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  return { first, second, p_first: probabilities[first], p_second: probabilities[second] };
}
