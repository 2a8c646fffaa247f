// @ts-check
// One view of a widget: the controls, the picture, its caption and its table.
import { contextOf, element, write } from "../../widgets/dom.js";
import { leaveByKeys } from "../../widgets/keys.js";
import { density, LargeButton, zoomOf } from "../../widgets/large.js";
import { offer } from "../../widgets/stop_links.js";
import { isDark, onTheme } from "../../widgets/theme.js";
import { keepStrokes } from "../../widgets/touch.js";
import { ControlRow } from "./controls.js";
import { loaderOf } from "./frames.js";
import { goTo } from "./go.js";
import { arrange, paintArranged, pointOf, tileAt } from "./panels.js";
import { Player } from "./player.js";
import { followPointer } from "./pointer.js";
import { nearestIndex } from "./stops.js";
import { Table } from "./table.js";
import { noteFor } from "./words.js";

/** @import { Model } from "../../widgets/mount.js" */
/** @import { Tile } from "./panels.js" */
/** @import { Control, Frame } from "./protocol.js" */

const BESIDE = 290; // CSS pixels that the controls and the caption need to stand beside the picture
const PADDING = 4; // CSS pixels, of both sides of a view

class View {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.loader = loaderOf(model);
    /** @type {[width: number, height: number]} */
    this.size = model.get("size"); // the size of the figure, pixels
    this.arrangement = arrange([], this.size, this.size[0]); // where on the page the panels of the figure are
    this.width = 0; // of the view, CSS pixels. An observer sets it: to read it during a move costs a layout
    /** @type {Tile} */
    this.held = this.arrangement.tiles[0]; // the tile on which the pointer was pressed last
    this.inSight = false;
    /** @type {Frame | null} */
    this.painted = null;
    /** @type {Frame | null | undefined} */
    this.captioned = undefined;
    /** @type {Player | null} */
    this.player = null;
    this.names = this.loader.controls.map(control => control.name);
    this.rows = this.loader.controls.map((control, index) => this.row(control, index));
    this.canvas = element("canvas", { role: "img" });
    this.context = contextOf(this.canvas);
    this.caption = element("p", { class: "downhill-caption" });
    this.room = element("div", { class: "downhill-room", "data-longest": this.loader.longest }, this.caption);
    this.note = element("p", { class: "downhill-note", role: "status" });
    this.table = new Table();
    this.count = element("span", { class: "downhill-count" });
    this.root = element("div", { class: "downhill", style: `--figure: ${this.size[0]}px` });
    this.large = new LargeButton({
      root: this.root,
      widths: [0, 100, 200, BESIDE].map(more => this.size[0] + more + PADDING),
      layOut: width => this.layOut(width),
    });
    this.placed = () => this.place();
    this.endTheme = onTheme(() => this.repaint());
    this.resized = new ResizeObserver(entries => this.resize(entries[entries.length - 1].contentRect.width));
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
    const foot = element("div", { class: "downhill-foot" }, this.note, this.large.button);
    const parts = [controls, this.canvas, this.room, foot, this.table.root];
    this.root.append(...parts);
    this.place();
    el.textContent = "";
    el.append(this.root);
    this.drag();
    leaveByKeys(this.root);
    this.loader.views.add(this);
    this.loader.ready.then(() => {
      this.show();
      // Open the loader when the picture is on the screen: the page draws it in one frame and shows it in the next.
      requestAnimationFrame(() => requestAnimationFrame(() => this.loader.open()));
    });
    this.model.on?.("change:panels", this.placed);
    this.resized.observe(this.root);
    this.sighted.observe(this.canvas);
  }

  close() {
    this.large.leave();
    this.endTheme();
    this.loader.views.delete(this);
    this.model.off?.("change:panels", this.placed);
    this.resized.disconnect();
    this.sighted.disconnect();
    this.player?.pause();
  }

  /**
   * @param {Control} control
   * @param {number} index
   */
  row(control, index) {
    const row = new ControlRow(control);
    row.input.addEventListener("input", () => {
      this.player?.pause();
      this.loader.move(index, row.chosen);
    });
    row.input.addEventListener("change", () => this.loader.countMove());
    return row;
  }

  /** The row with the buttons and the number of moves, in an array; [] if the widget has neither. */
  buttons() {
    const [name, jump] = this.model.get("play");
    if (name) this.player = new Player(this.loader, this.names.indexOf(name), jump);
    const buttons = this.player?.buttons ?? [];
    for (const button of buttons) button.addEventListener("click", () => this.loader.countMove());
    const parts = this.model.get("count") ? [...buttons, this.count] : buttons;
    return parts.length ? [element("div", { class: "downhill-row" }, ...parts)] : [];
  }

  /**
   * Notes the width of the view.
   * @param {number} width CSS pixels
   */
  resize(width) {
    if (width === this.width) return; // only the height has changed
    this.width = width;
    this.place();
  }

  /**
   * Lays the view out before an observer tells its width; returns the scale of its picture.
   * @param {number} width CSS pixels, with the padding
   */
  layOut(width) {
    this.width = width - PADDING;
    this.place();
    return Math.min(...this.arrangement.tiles.map(tile => tile.scale));
  }

  /** Puts the controls beside the picture or above it, and arranges the panels of the figure, as the width allows. */
  place() {
    const beside = this.width >= this.size[0] + BESIDE;
    this.root.classList.toggle("downhill-beside", beside);
    this.arrangement = arrange(this.model.get("panels") ?? [], this.size, this.width || this.size[0]);
    const { width, height } = this.arrangement;
    Object.assign(this.canvas.style, { aspectRatio: `${width} / ${height}`, maxWidth: `${width}px` });
    this.repaint();
  }

  /**
   * Lets the pointer move the dragged controls, each to the stop nearest to it. A click on the picture puts the focus
   * on its first control, so that the arrow keys move it, and Tab leads from the picture to its own controls.
   */
  drag() {
    /** @type {number[]} */
    const dragged = this.model.get("drag").map((/** @type {string} */ name) => this.names.indexOf(name));
    const { canvas, loader, rows } = this;
    canvas.addEventListener("click", () => rows[dragged[0] ?? 0].input.focus({ preventScroll: true }));
    if (!dragged.length) return;
    canvas.classList.add(dragged.length === 1 ? "downhill-across" : "downhill-about");
    keepStrokes(canvas, dragged.length === 1);
    canvas.addEventListener("pointerup", () => loader.countMove());
    followPointer(canvas, (event, pressed) => this.follow(dragged, event, pressed));
  }

  /**
   * Moves the dragged controls to the stops whose positions on the picture are nearest to the pointer.
   * @param {number[]} dragged
   * @param {PointerEvent} pointer
   * @param {boolean} pressed whether the pointer has been pressed now
   */
  follow(dragged, { clientX, clientY }, pressed) {
    this.player?.pause();
    const { left, top } = this.canvas.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top].map(pixels => pixels / zoomOf(this.canvas));
    if (pressed) this.held = tileAt(this.arrangement, x, y);
    const point = pointOf(this.held, x, y);
    const positions = this.loader.cache.definitions[this.painted?.positions ?? -1];
    if (!Array.isArray(positions)) return;
    for (const [axis, index] of dragged.entries()) this.loader.move(index, nearestIndex(positions[axis], point[axis]));
  }

  /**
   * Moves to the stop that a stop link names; returns "" or a sentence that says why it cannot.
   * @param {Map<string, string>} values
   */
  go(values) {
    this.player?.pause();
    return goTo(this.loader, values);
  }

  /** Shows the present stop: its frame and sentence or, before these have arrived, those of the nearest stop. */
  show() {
    const [frame, exact] = this.loader.frame();
    for (const [index, row] of this.rows.entries()) row.show(this.loader.stop[index], frame, exact);
    this.paint(frame);
    if (this.captioned !== frame) this.describe(frame);
    if (this.room.dataset.longest !== this.loader.longest) this.room.dataset.longest = this.loader.longest;
    this.root.classList.toggle("downhill-moved", this.loader.touched);
    write(this.count, `Moves: ${this.loader.moves}`);
    write(this.note, noteFor(frame, exact, this.loader));
  }

  /** Paints the present frame again, in the colours of the page. */
  repaint() {
    this.canvas.classList.toggle("downhill-dark", isDark());
    this.painted = null;
    this.show();
  }

  /** @param {Frame | null} frame */
  paint(frame) {
    if (!this.width || !frame) return;
    const { canvas, arrangement } = this;
    const ratio = density(canvas);
    const [width, height] = [arrangement.width, arrangement.height].map(pixels => Math.round(pixels * ratio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    else if (this.painted === frame) return;
    this.painted = frame;
    this.canvas.classList.toggle("downhill-empty", Boolean(frame.error));
    if (frame.error)
      canvas.width = width; // this empties it
    else paintArranged(this.context, this.loader.cache, frame, arrangement, this.size, ratio, isDark());
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
  offer({ el, names: view.names, go: values => view.go(values) });
  signal?.addEventListener("abort", () => view.close());
  return () => view.close();
}
