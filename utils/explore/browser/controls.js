// @ts-check
// The controls above or beside a picture: each is a slider, a checkbox or a list.
import { element, OWN_KEYS, write } from "../../widgets/dom.js";
import { spokenValue } from "./words.js";

/** @import { Control, Frame } from "./protocol.js" */

/** A labelled row with the input of one control. */
export class ControlRow {
  /** @param {Control} control */
  constructor(control) {
    this.control = control;
    this.input = /** @type {HTMLInputElement} */ (inputFor(control));
    this.input.id = `downhill-${Math.random().toString(36).slice(2)}`;
    this.value = element("output", { for: this.input.id });
    const label = element("label", { for: this.input.id }, control.label);
    this.root = element("div", { class: "downhill-row" }, label, this.input, this.value);
  }

  /** The stop that the learner has chosen. */
  get chosen() {
    return Number(this.control.kind === "check" ? this.input.checked : this.input.value);
  }

  /**
   * Shows stop `at`, and sets the text that a screen reader speaks for a slider; it speaks other inputs without such a
   * text.
   * @param {number} at
   * @param {Frame | null} frame the frame that is shown
   * @param {boolean} exact whether `frame` is the frame of the present stop
   */
  show(at, frame, exact) {
    const { kind, texts } = this.control;
    if (kind === "check") this.input.checked = at === 1;
    else this.input.value = String(at);
    if (kind !== "range") return;
    write(this.value, texts[at]);
    this.input.setAttribute("aria-valuetext", spokenValue(texts[at], frame, exact));
  }
}

/**
 * The input for a control.
 * @param {Control} control
 */
function inputFor({ kind, label, texts }) {
  const attributes = { "aria-label": label, ...OWN_KEYS };
  if (kind === "select")
    return element("select", attributes, ...texts.map((text, value) => element("option", { value }, text)));
  if (kind === "check") return element("input", { type: "checkbox", ...attributes });
  return element("input", { type: "range", min: 0, max: texts.length - 1, step: 1, ...attributes });
}
