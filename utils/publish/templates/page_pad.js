// @ts-check
// Plays Python's part for a pad on a page without it: answers what is drawn as the notebook's function does.
import { asMnist } from "../../digits/centre.js";
import { Network, softmax, valuesOfLogits } from "./network.js";
import { inflated } from "./unpack.js";

/** @import { Model } from "../../widgets/mount.js" */
/** @import { Packed, Values } from "./network.js" */

/** @typedef {(string | [name: string, decimals: number])[]} Sentence texts, and the values that stand between them */
/**
 * What `utils/publish/pads.py` writes of a pad that reads: its layers, what it says to a drawing and to a blank pad,
 * and what stands beside it: the image's caption, the bars, and the caption of the evidence.
 * @typedef {{ layers: [Packed, Packed][], says: Sentence, blank: string, image: string, bars: boolean,
 *   evidence: Sentence | null }} Reading
 */
/**
 * ... of a pad of weights: digits of 784 bytes in base64, compressed, one for each pixel; the pixel at full ink; and for
 * both groups their names and how many digits they have.
 * @typedef {{ digits: string, full: number, groups: [string, number][], says: Sentence }} Painting
 */
/** @typedef {{ signed: boolean, label: string, message: string, reading?: Reading, painting?: Painting }} PadState */
/** @typedef {Record<string, unknown>} Shown the traits of the pad that change */

/**
 * @param {Sentence} sentence
 * @param {Values} values
 */
function said(sentence, values) {
  return sentence.map(part => (typeof part === "string" ? part : values[part[0]].toFixed(part[1]))).join("");
}

/**
 * Returns the function that answers a drawing.
 * @param {Reading} reading
 * @returns {(drawing: Float32Array) => Shown}
 */
export function reader({ layers, says, blank, image, bars, evidence }) {
  const network = new Network(layers);
  return drawing => {
    const seen = asMnist(drawing);
    const logits = network.outputs(seen)[layers.length - 1];
    const values = valuesOfLogits(logits);
    /** @type {Shown} */
    const shown = { message: drawing.some(Boolean) ? said(says, values) : blank };
    if (image) Object.assign(shown, { _image: seen, _caption: image });
    if (bars) shown._bars = softmax(logits).map((probability, k) => [String(k), probability]);
    if (evidence) {
      const products = network.evidence(seen, values.first, values.second);
      const most = products.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
      shown._evidence = products.map(value => value / most);
      shown._evidence_caption = said(evidence, values);
    }
    return shown;
  };
}

/**
 * Returns the function that answers painted weights, given the bytes of the digits.
 * @param {Painting} painting
 * @param {Uint8Array} digits
 * @returns {(weights: Float32Array) => Shown}
 */
export function painter({ full, groups, says }, digits) {
  return weights => {
    const painted = [...weights.keys()].filter(i => weights[i]);
    const scores = Array.from({ length: digits.length / weights.length }, (_, n) =>
      painted.reduce((sum, i) => sum + (weights[i] * digits[n * weights.length + i]) / full, 0),
    );
    const own = groups[0][1];
    const right = scores.filter((score, n) => score > 0 === n < own).length;
    return {
      message: said(says, { accuracy: right / scores.length }),
      _scores: [
        [groups[0][0], scores.slice(0, own)],
        [groups[1][0], scores.slice(own)],
      ],
    };
  };
}

/**
 * The function that answers on the pad of `state` at once: for painted weights, over digits that are still blank, since
 * to unpack them takes time.
 * @param {PadState} state
 * @returns {(drawing: Float32Array) => Shown}
 */
function answerOf({ reading, painting }) {
  if (reading) return reader(reading);
  const count = painting?.groups.reduce((sum, [, number]) => sum + number, 0) ?? 0;
  return painting ? painter(painting, new Uint8Array(784 * count)) : () => ({});
}

/**
 * The model of a pad: what it shows follows what is drawn. The digits under painted weights are unpacked once the pad is
 * `near` the window; what stands beside the pad is there from the start, so that the page below does not move.
 * @param {PadState} state
 * @param {Promise<void>} near
 * @returns {Model}
 */
export function padModel(state, near) {
  /** @type {Map<string, unknown>} */
  const values = new Map(Object.entries({ _scores: [], _pixels: new DataView(new ArrayBuffer(4 * 784)), ...state }));
  /** @type {Map<string, () => void>} */
  const listeners = new Map();
  let answer = answerOf(state);
  const set = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    values.set(name, value);
    listeners.get(`change:${name}`)?.();
  };
  const save_changes = () => {
    const { buffer } = /** @type {DataView<ArrayBuffer>} */ (values.get("_pixels"));
    for (const [name, value] of Object.entries(answer(new Float32Array(buffer)))) set(name, value);
  };
  near.then(async () => {
    if (!state.painting) return;
    answer = painter(state.painting, new Uint8Array(await inflated(state.painting.digits).arrayBuffer()));
    save_changes();
  });
  save_changes();
  /** @type {Model["on"]} */
  const on = (event, listener) => listeners.set(event, () => listener(undefined));
  return { get: name => values.get(name), set, save_changes, on };
}
