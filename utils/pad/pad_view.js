// @ts-check
// One view of a pad of 28 x 28 cells: strokes are painted here immediately, and sent to Python at most every 50 ms.

import { debounced } from "../widgets/debounce.js";
import { button, element, OWN_KEYS, write } from "../widgets/dom.js";
import { leaveByKeys } from "../widgets/keys.js";
import { LargeButton } from "../widgets/large.js";
import { tell } from "../widgets/mount.js";
import { onTheme } from "../widgets/theme.js";
import { keepStrokes } from "../widgets/touch.js";
import { Painting, SIDE } from "./painting.js";
import { pixelCanvas } from "./pixel_canvas.js";
import { SidePanel } from "./side_panel.js";
import { throttle } from "./throttle.js";

/** @import { Model } from "../widgets/mount.js" */
/** @import { Point } from "./painting.js" */
/** @typedef {{ name: string, target: number, key: string }} Brush a button's name, the value it paints, and its key */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const WEIGHT_BRUSHES = [
  { name: "+1", target: 1, key: "+" },
  { name: "\u22121", target: -1, key: "-" },
  { name: "0", target: 0, key: "0" },
];
const INK_BRUSHES = [
  { name: "Draw", target: 1, key: "+" },
  { name: "Erase", target: 0, key: "0" },
];
const ERASER = 32; // the bit of `buttons` that says that a pen is used with its eraser end
const HELP =
  "Drag to paint. Keys: arrows move, Space paints, Shift with an arrow paints on, Backspace undoes, F enlarges.";
const PAD_WIDTHS = [330, 500, 690, 860]; // CSS pixels among which the large view chooses before it enlarges

/**
 * A copy of the pixels that the model holds under `name`: 784 numbers, or none.
 * @param {Model} model
 * @param {string} name
 */
function read(model, name) {
  const data = model.get(name) ?? new ArrayBuffer(0);
  const start = data.byteOffset ?? 0;
  return new Float32Array((data.buffer ?? data).slice(start, start + data.byteLength));
}

/**
 * Makes the canvas on which the learner paints.
 * @param {string} label
 */
function paintable(label) {
  return element("canvas", {
    class: "downhill-sheet",
    tabindex: 0,
    role: "application",
    "aria-roledescription": "pad",
    title: HELP,
    "aria-label": `${label}, 28 by 28 cells. ${HELP}`,
    ...OWN_KEYS,
  });
}

class PadView {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {boolean} */
    this.signed = model.get("signed");
    this.canvas = paintable(model.get("label"));
    this.draw = pixelCanvas(this.canvas, this.signed);
    this.side = new SidePanel(this.signed);
    this.spoken = element("span", { class: "downhill-spoken", "aria-live": "polite" });
    this.message = element("div", { class: "downhill-message", role: "status" });
    this.root = element("div", { class: "downhill-pad" });
    this.large = new LargeButton({ root: this.root, widths: PAD_WIDTHS, layOut: () => this.layOut() });
    this.painting = new Painting(read(model, "_pixels"), () => this.changed());
    this.mail = throttle(() => this.send());
    this.rest = debounced(() => tell(model, { rested: true }));
    /** @type {Point} */
    this.cursor = [14, 14]; // the cell that the keyboard paints
    this.frame = 0; // the id of the animation frame that will draw the pad
    this.brushes = (this.signed ? WEIGHT_BRUSHES : INK_BRUSHES).map(brush => ({
      ...brush,
      button: button(brush.name, () => this.choose(brush)),
    }));
    if (this.signed) for (const { name, button } of this.brushes) button.setAttribute("aria-label", `paint ${name}`);
    /** @type {Brush} */
    this.brush = this.brushes[0];
    this.listeners = this.listenersToModel();
    this.endTheme = onTheme(() => this.side.showScores(this.side.groups));
  }

  /**
   * Puts the pad into `el` and listens to the model.
   * @param {HTMLElement} el
   */
  open(el) {
    const undo = button("Undo", () => this.painting.undo());
    const clear = button("Clear", () => this.painting.clear());
    const buttons = [...this.brushes.map(brush => brush.button), undo, clear, this.large.button];
    const bar = element("div", { class: "downhill-brushes", role: "group", "aria-label": "Brush" }, ...buttons);
    const row = [element("div", {}, this.canvas, bar), ...this.side.parts];
    this.root.append(element("div", { class: "downhill-parts" }, ...row), this.spoken, this.message);
    el.textContent = "";
    el.append(this.root);
    this.listenToPointer();
    this.listenToKeys();
    leaveByKeys(this.root);
    for (const [name, listener] of Object.entries(this.listeners)) {
      this.model.on(name, listener);
      listener();
    }
    this.choose(this.brush);
    this.draw(this.painting.pixels, null);
  }

  close() {
    this.large.leave();
    this.mail.flush();
    this.endTheme();
    for (const [name, listener] of Object.entries(this.listeners)) this.model.off?.(name, listener);
  }

  /** @returns {Record<string, () => void>} for each event of the model, the listener that shows the new value */
  listenersToModel() {
    const { model, side, message } = this;
    return {
      "change:_pixels": () => {
        if (this.painting.replace(read(model, "_pixels"))) this.redraw();
        this.rest();
      },
      "change:message": () => {
        write(message, model.get("message"));
        this.rest();
      },
      "change:_image": () => side.image.show(read(model, "_image")),
      "change:_caption": () => side.image.say(model.get("_caption") ?? ""),
      "change:_evidence": () => side.evidence.show(read(model, "_evidence")),
      "change:_evidence_caption": () => side.evidence.say(model.get("_evidence_caption") ?? ""),
      "change:_bars": () => side.bars.show(model.get("_bars") ?? []),
      "change:_scores": () => side.showScores(model.get("_scores")),
    };
  }

  /** Draws all for the present zoom; returns the scale of the pad, which is always the same. */
  layOut() {
    this.draw(this.painting.pixels, null);
    for (const name of ["change:_image", "change:_evidence", "change:_scores"]) this.listeners[name]();
    return 1;
  }

  redraw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.draw(this.painting.pixels, this.canvas.matches(":focus-visible") ? this.cursor : null);
    });
  }

  changed() {
    this.redraw();
    this.mail.soon();
    this.rest();
  }

  send() {
    this.model.set("_pixels", new DataView(this.painting.pixels.slice().buffer));
    this.model.save_changes();
  }

  /** @param {Brush} chosen */
  choose(chosen) {
    this.brush = chosen;
    for (const { button, key } of this.brushes) button.setAttribute("aria-pressed", String(key === chosen.key));
  }

  /**
   * The position of the pointer, in cells.
   * @param {PointerEvent} event
   * @returns {Point}
   */
  locate(event) {
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  }

  listenToPointer() {
    const { canvas, painting } = this;
    keepStrokes(canvas);
    canvas.addEventListener("pointerdown", event => this.press(event));
    canvas.addEventListener("pointermove", event => {
      if (event.pointerId !== painting.stroke?.id) return;
      const points = event.getCoalescedEvents?.() ?? [];
      for (const point of points.length ? points : [event]) painting.extend(this.locate(point));
    });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"]))
      canvas.addEventListener(end, event => {
        if (event.pointerId === painting.stroke?.id) painting.end();
      });
  }

  /** @param {PointerEvent} event */
  press(event) {
    const erases = event.pointerType === "pen" && event.buttons & ERASER;
    if (this.painting.stroke || (event.button !== 0 && !erases)) return;
    event.preventDefault();
    this.canvas.focus(/** @type {FocusOptions} */ ({ preventScroll: true, focusVisible: false }));
    this.canvas.setPointerCapture(event.pointerId);
    this.painting.begin(erases ? 0 : this.brush.target, this.locate(event), event.pointerId);
  }

  listenToKeys() {
    this.canvas.addEventListener("keydown", event => {
      if (!this.key(event)) return;
      event.preventDefault();
      event.stopPropagation();
      this.speak();
      this.redraw();
    });
    this.canvas.addEventListener("focus", () => this.redraw());
    this.canvas.addEventListener("blur", () => this.redraw());
  }

  /**
   * Handles a key; returns false if the pad does not use this key.
   * @param {KeyboardEvent} event
   */
  key({ key, ctrlKey, metaKey, altKey, shiftKey }) {
    const brush = this.brushes.find(brush => brush.key === key);
    if (key === "Backspace" || (key === "z" && (ctrlKey || metaKey))) this.painting.undo();
    else if (ctrlKey || metaKey || altKey) return false;
    else if (ARROWS[key]) this.step(ARROWS[key], shiftKey);
    else if (key === " " || (key === "Enter" && !shiftKey)) this.paintCell();
    else if (brush) this.choose(brush);
    else return false;
    return true;
  }

  /**
   * Moves the keyboard's cell, and paints that cell if `paints` is true.
   * @param {Point} by
   * @param {boolean} paints
   */
  step(by, paints) {
    const inside = (/** @type {number} */ at) => Math.min(SIDE - 1, Math.max(0, at));
    this.cursor = [inside(this.cursor[0] + by[0]), inside(this.cursor[1] + by[1])];
    if (paints) this.paintCell();
  }

  /** Paints the keyboard's cell: a weight in exactly this cell, ink as a round dot with a soft rim. */
  paintCell() {
    const [column, row] = this.cursor;
    if (this.signed) return this.painting.setCell(column, row, this.brush.target);
    this.painting.begin(this.brush.target, [column + 0.5, row + 0.5], "keyboard");
    this.painting.end();
  }

  speak() {
    const [column, row] = this.cursor;
    const value = this.painting.pixels[row * SIDE + column];
    this.spoken.textContent = `row ${row + 1}, column ${column + 1}: ${Number(value.toFixed(2))}`;
  }
}

/**
 * Draws a pad into `el`; returns a function that closes the pad.
 * @param {{ model: Model, el: HTMLElement }} options
 */
export function renderPad({ model, el }) {
  const view = new PadView(model);
  view.open(el);
  return () => view.close();
}
