// @ts-check
// One view of a sketch: axes on which the learner draws a curve, and a button that lays the truth over it.
// Everything is calculated here, so that a sketch also works on a page without a kernel.

import { debounced } from "../widgets/debounce.js";
import { button, element, OWN_KEYS, write } from "../widgets/dom.js";
import { leaveByKeys } from "../widgets/keys.js";
import { LargeButton } from "../widgets/large.js";
import { tell } from "../widgets/mount.js";
import { onTheme } from "../widgets/theme.js";
import { keepStrokes } from "../widgets/touch.js";
import { Axes } from "./axes.js";
import { Curve } from "./curve.js";
import { distance, sentenceOn } from "./distance.js";
import { Scale } from "./scale.js";
import { throttle } from "./throttle.js";

/** @import { Model } from "../widgets/mount.js" */
/** @import { Position } from "./curve.js" */

const HOW =
  "Drag to draw. Keys: left and right choose a place, up and down move the curve there, Enter compares, F enlarges.";

const SKETCH_WIDTH = 644; // CSS pixels before the large view enlarges

/** @type {Record<string, [across: number, up: number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

class SketchView {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.x = new Scale(model.get("x"));
    this.y = new Scale(model.get("y"), model.get("log"));
    /** @type {number[]} */
    this.truth = model.get("truth");
    this.curve = new Curve(model.get("xs").map((/** @type {number} */ x) => this.x.share(x)));
    this.canvas = element("canvas", {
      tabindex: 0,
      role: "application",
      "aria-roledescription": "axes to draw on",
      "aria-label": `${model.get("label")} ${HOW}`,
      ...OWN_KEYS,
    });
    this.axes = this.makeAxes();
    this.spoken = element("span", { class: "downhill-spoken", "aria-live": "polite" });
    this.said = element("p", { class: "downhill-said", role: "status" }, HOW);
    this.root = element("div", { class: "downhill-sketch" });
    this.large = new LargeButton({ root: this.root, widths: [SKETCH_WIDTH], layOut: () => this.layOut() });
    /** @type {number | null} */
    this.farthest = null; // the place where curve and truth are farthest apart; null while the truth is hidden
    /** @type {{ id: number, at: Position } | null} */
    this.stroke = null; // the pointer that draws now, and where it was last
    /** @type {(number | null)[] | null} */
    this.sent = null;
    this.frame = 0;
    this.received = () => this.receive();
    this.mail = throttle(() => this.send());
    this.rest = debounced(() => tell(model, { rested: this.farthest === null ? "" : this.said.textContent }));
    this.resized = new ResizeObserver(() => this.redraw());
    // At once, since a printer does not wait for a frame; and in the next one, since JupyterLab lays nothing out while
    // it changes its theme.
    this.endTheme = onTheme(() => {
      this.draw();
      this.redraw();
    });
  }

  makeAxes() {
    const [xlabel, ylabel, points, color] = ["xlabel", "ylabel", "points", "color"].map(name => this.model.get(name));
    return new Axes(this.canvas, { x: this.x, y: this.y, xs: this.curve.xs, xlabel, ylabel, points, color });
  }

  /** @param {HTMLElement} el */
  open(el) {
    const buttons = [button("Compare", () => this.compare()), button("Clear", () => this.clear()), this.large.button];
    const bar = element("div", { class: "downhill-bar" }, ...buttons);
    this.root.append(this.canvas, bar, this.said, this.spoken);
    el.textContent = "";
    el.append(this.root);
    this.listenToPointer();
    this.listenToKeys();
    leaveByKeys(el);
    this.model.on?.("change:_drawn", this.received);
    this.receive();
    this.resized.observe(this.canvas);
  }

  close() {
    this.large.leave();
    this.mail.flush();
    this.endTheme();
    this.resized.disconnect();
    this.model.off?.("change:_drawn", this.received);
  }

  redraw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  /** Draws the sketch for the present width and zoom; returns the scale of its letters, which is always the same. */
  layOut() {
    this.draw();
    return 1;
  }

  draw() {
    const { farthest, truth } = this;
    this.axes.draw({
      own: this.curve.heights,
      truth: farthest === null ? null : truth.map(value => this.y.share(value)),
      farthest,
      at: this.canvas.matches(":focus-visible") ? this.curve.at : null,
    });
  }

  /** The heights of the curve in the units of y. */
  get drawn() {
    return this.curve.heights.map(height => (height === null ? null : this.y.value(height)));
  }

  /** Hides the truth and the sentence on it, because the curve has changed. */
  hideTruth() {
    write(this.said, HOW);
    this.farthest = null;
    this.redraw();
  }

  /** Shows the curve that the learner has changed, and tells Python. */
  changed() {
    this.hideTruth();
    this.mail.soon();
    this.rest();
  }

  send() {
    if (!this.model.save_changes) return; // on a page there is nobody to tell
    this.sent = this.drawn;
    this.model.set("_drawn", this.sent);
    this.model.save_changes();
  }

  /** Shows the curve that the model holds, if this view did not send it. */
  receive() {
    /** @type {(number | null)[]} */
    const drawn = this.model.get("_drawn") ?? [];
    if (drawn === this.sent || drawn.length !== this.truth.length) return;
    this.curve.heights = drawn.map(value => (value === null ? null : this.y.share(value)));
    this.hideTruth();
  }

  clear() {
    this.curve.clear();
    this.changed();
  }

  /** Lays the truth over the curve and says how far it is; with too little drawn, says what to draw. */
  compare() {
    const { model, truth, drawn, x, y } = this;
    const [xlabel, ylabel, xs] = ["xlabel", "ylabel", "xs"].map(name => model.get(name));
    const found = this.curve.count < 2 ? null : distance(drawn, truth, y.log);
    this.farthest = found?.farthest ?? null;
    const ends = `${xlabel} = ${x.text(x.value(0))} to ${x.text(x.value(1))}`;
    const first = `First draw your curve of ${ylabel} against ${xlabel}, from ${ends}; then compare.`;
    write(this.said, found ? sentenceOn(found, { drawn, truth, xs, xlabel, x, y }) : first);
    this.rest();
    this.redraw();
  }

  listenToPointer() {
    const { canvas, axes, curve } = this;
    keepStrokes(canvas);
    canvas.addEventListener("pointerdown", event => this.press(event));
    canvas.addEventListener("pointermove", event => {
      if (event.pointerId !== this.stroke?.id) return;
      const points = event.getCoalescedEvents?.() ?? [];
      for (const point of points.length ? points : [event]) {
        const to = axes.locate(point);
        curve.line(this.stroke.at, to);
        this.stroke.at = to;
      }
      this.changed();
    });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"]))
      canvas.addEventListener(end, event => {
        if (event.pointerId === this.stroke?.id) this.stroke = null;
      });
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (this.stroke || event.button !== 0) return;
    event.preventDefault();
    this.canvas.focus(/** @type {FocusOptions} */ ({ preventScroll: true, focusVisible: false }));
    this.canvas.setPointerCapture(event.pointerId);
    const at = this.axes.locate(event);
    this.stroke = { id: event.pointerId, at };
    this.curve.line(at, at);
    this.changed();
  }

  listenToKeys() {
    this.canvas.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !this.key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      this.redraw();
    });
    for (const name of ["focus", "blur"]) this.canvas.addEventListener(name, () => this.redraw());
  }

  /**
   * Handles a key; returns false if a sketch does not use this key.
   * @param {string} key
   */
  key(key) {
    if (key === "Enter") this.compare();
    else if (KEYS[key]) this.move(...KEYS[key]);
    else return false;
    return true;
  }

  /**
   * Chooses the place at the left or right, or moves the curve up or down; one of the two is 0.
   * @param {number} across
   * @param {number} up
   */
  move(across, up) {
    if (across) this.curve.step(across);
    else {
      this.curve.nudge(up);
      this.changed();
    }
    this.speak();
  }

  speak() {
    const { curve, x, y, model } = this;
    const height = curve.heights[curve.at];
    const value = height === null ? "nothing drawn" : `${model.get("ylabel")} ${y.text(y.value(height))}`;
    this.spoken.textContent = `${model.get("xlabel")} = ${x.text(x.value(curve.xs[curve.at]))}: ${value}`;
  }
}

/**
 * Draws a sketch into `el`; returns a function that closes it.
 * @param {{ model: Model, el: HTMLElement }} options
 */
export function renderSketch({ model, el }) {
  const view = new SketchView(model);
  view.open(el);
  return () => view.close();
}
