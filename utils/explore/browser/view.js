// @ts-check
// One view of a widget: the controls, the picture, its caption and its table.
import { contextOf, element, write } from "../../widgets/dom.js";
import { paintFrame } from "./canvas.js";
import { ControlRow } from "./controls.js";
import { loaderOf } from "./frames.js";
import { Player } from "./player.js";
import { nearestIndex } from "./stops.js";
import { Table } from "./table.js";
import { noteFor } from "./words.js";

/** @import { Model } from "../../widgets/mount.js" */
/** @import { Control, Frame } from "./protocol.js" */

class View {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.loader = loaderOf(model);
    /** @type {[width: number, height: number]} */
    this.size = model.get("size"); // the size of the figure, pixels
    this.across = 0; // width of the canvas on the page. An observer sets it: to read it during a move costs a layout
    this.inSight = false;
    /** @type {Frame | null} */
    this.painted = null;
    /** @type {Frame | null | undefined} */
    this.captioned = undefined;
    /** @type {Player | null} */
    this.player = null;
    this.names = this.loader.controls.map(control => control.name);
    this.rows = this.loader.controls.map((control, index) => this.row(control, index));
    const style = `aspect-ratio: ${this.size.join(" / ")}; max-width: ${this.size[0]}px`;
    this.canvas = element("canvas", { role: "img", style });
    this.context = contextOf(this.canvas);
    this.caption = element("p", { class: "downhill-caption" });
    this.room = element("div", { class: "downhill-room", "data-longest": this.loader.longest }, this.caption);
    this.note = element("p", { class: "downhill-note", role: "status" });
    this.table = new Table();
    this.count = element("span", { class: "downhill-count" });
    this.resized = new ResizeObserver(() => {
      this.across = this.canvas.clientWidth;
      this.show();
    });
    this.sighted = new IntersectionObserver(entries => {
      this.inSight = entries[entries.length - 1].isIntersecting;
      this.loader.fetch();
    });
  }

  /**
   * Puts the view into `el` and begins to show frames.
   * @param {HTMLElement} el
   */
  open(el) {
    const rows = [...this.rows.map(row => row.root), ...this.buttons()];
    const controls = element("div", { class: "downhill-controls" }, ...rows);
    const parts = [controls, this.canvas, this.room, this.note, this.table.root];
    el.replaceChildren(element("div", { class: "downhill" }, ...parts));
    this.drag();
    this.loader.views.add(this);
    this.loader.ready.then(() => {
      this.show();
      // Open the loader when the picture is on the screen: the page draws it in one frame and shows it in the next.
      requestAnimationFrame(() => requestAnimationFrame(() => this.loader.open()));
    });
    this.resized.observe(this.canvas);
    this.sighted.observe(this.canvas);
  }

  close() {
    this.loader.views.delete(this);
    this.resized.disconnect();
    this.sighted.disconnect();
    this.player?.pause();
  }

  /**
   * @param {Control} control
   * @param {number} index
   */
  row(control, index) {
    const row = new ControlRow(control, !this.loader.live && !this.model.get("box").includes(control.name));
    row.input.addEventListener("input", () => {
      this.player?.pause();
      this.loader.move(index, row.chosen);
    });
    row.input.addEventListener("change", () => this.loader.countMove());
    return row;
  }

  /** The row with the buttons and the number of moves, in an array; [] if the widget has neither. */
  buttons() {
    const [name, leap] = this.model.get("play");
    const index = this.names.indexOf(name);
    if (name) this.player = new Player(this.loader, index, leap);
    const buttons = this.player?.buttons ?? [];
    for (const button of buttons) {
      button.disabled = this.rows[index].input.disabled;
      button.addEventListener("click", () => this.loader.countMove());
    }
    const parts = this.model.get("count") ? [...buttons, this.count] : buttons;
    return parts.length ? [element("div", { class: "downhill-row" }, ...parts)] : [];
  }

  /** Lets the pointer move the dragged controls, each to the stop nearest to it. */
  drag() {
    /** @type {number[]} */
    const dragged = this.model.get("drag").map((/** @type {string} */ name) => this.names.indexOf(name));
    if (!dragged.length || dragged.some(index => this.rows[index].input.disabled)) return;
    this.canvas.classList.add(dragged.length === 1 ? "downhill-across" : "downhill-about");
    this.canvas.addEventListener("pointerup", () => this.loader.countMove());
    this.listenToPointer(event => this.follow(dragged, event));
  }

  /**
   * Calls `follow` when a pointer (a mouse, pen or finger) is pressed on the picture, and at every move until it is
   * released.
   * @param {(event: PointerEvent) => void} follow
   */
  listenToPointer(follow) {
    const { canvas } = this;
    const hold = (/** @type {boolean} */ held) => canvas.classList.toggle("downhill-held", held);
    canvas.addEventListener("pointerdown", event => {
      if (event.button) return;
      canvas.setPointerCapture(event.pointerId);
      hold(true);
      follow(event);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", event => {
      if (canvas.hasPointerCapture(event.pointerId)) follow(event);
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => hold(false));
  }

  /**
   * Moves the dragged controls to the stops whose positions on the picture are nearest to the pointer.
   * @param {number[]} dragged
   * @param {PointerEvent} pointer
   */
  follow(dragged, { clientX, clientY }) {
    this.player?.pause();
    const { left, top, width } = this.canvas.getBoundingClientRect();
    const pointer = [clientX - left, clientY - top].map(pixels => pixels * (this.size[0] / width));
    const positions = this.loader.cache.definitions[this.painted?.positions ?? -1];
    if (!Array.isArray(positions)) return;
    for (const [axis, index] of dragged.entries())
      this.loader.move(index, nearestIndex(positions[axis], pointer[axis]));
  }

  /** Shows the present stop: its frame and sentence or, before these have arrived, those of the nearest stop. */
  show() {
    const [frame, exact] = this.loader.frame();
    for (const [index, row] of this.rows.entries()) row.show(this.loader.stop[index], frame, exact);
    this.paint(frame);
    if (this.captioned !== frame) this.describe(frame);
    if (this.room.dataset.longest !== this.loader.longest) this.room.dataset.longest = this.loader.longest;
    write(this.count, `Moves: ${this.loader.moves}`);
    write(this.note, noteFor(exact, this.loader));
  }

  /** @param {Frame | null} frame */
  paint(frame) {
    const ratio = (this.across / this.size[0]) * devicePixelRatio;
    if (!ratio || !frame) return;
    const [width, height] = this.size.map(pixels => Math.round(pixels * ratio));
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    else if (this.painted === frame) return;
    this.painted = frame;
    this.canvas.classList.toggle("downhill-empty", Boolean(frame.error));
    if (frame.error) this.context.reset();
    else paintFrame(this.context, this.loader.cache, frame, ratio);
  }

  /**
   * Writes the sentence and the table of a frame; the sentence is also the text alternative of the picture.
   * @param {Frame | null} frame
   */
  describe(frame) {
    const sentence = frame?.sentence ?? "";
    this.captioned = frame;
    write(this.caption, sentence);
    this.caption.classList.toggle("downhill-error", Boolean(frame?.error));
    this.canvas.setAttribute("aria-label", sentence);
    this.table.show(frame?.rows);
  }
}

/**
 * Draws a view of the widget into `el`; returns a function that closes the view.
 * @param {{ model: Model, el: HTMLElement, signal?: AbortSignal }} options
 * @returns {() => void}
 */
export function render({ model, el, signal }) {
  const view = new View(model);
  view.open(el);
  signal?.addEventListener("abort", () => view.close());
  return () => view.close();
}
