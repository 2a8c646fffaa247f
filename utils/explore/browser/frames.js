// @ts-check
// Decides which stop is shown and which frames the kernel is asked for. All views of a widget share one loader.
import { FrameCache } from "./cache.js";
import { fetchOrder, keyOf, lineThrough, nearestFrame } from "./stops.js";

/** @import { Model } from "../../widgets/mount.js" */
/** @import { Answer, Control, Frame, Packet, Stop } from "./protocol.js" */
/** @typedef {{ keys: string[], sent: number }} Question the keys of the stops asked for, and the time of sending, ms */
/** @typedef {{ show: () => void, inSight: boolean }} Shows the part of a view that a loader uses */

const QUESTIONS = 8; // the largest number of questions that may wait for an answer
const BATCH = 12; // stops in one question
const KEPT = 3000; // frames kept (2 to 20 MB); with more, those not on a line through the present stop are dropped
const REST = 150; // ms without a move, after which the lines of the other controls are fetched
const PATIENCE = 4000; // ms without an answer, after which the learner is told

/** @type {Map<string, FrameLoader>} */
const loaders = new Map();

/**
 * The loader of the widget with this model: one for all its views.
 * @param {Model} model
 * @returns {FrameLoader}
 */
export function loaderOf(model) {
  const loader = loaders.get(model.get("key")) ?? new FrameLoader(model);
  loaders.set(model.get("key"), loader);
  return loader;
}

/**
 * Forgets the loader of the widget with this model, because the widget has been closed.
 * @param {Model} model
 */
export function dropLoader(model) {
  loaders.delete(model.get("key"));
}

/** Holds the present stop of a widget and the frames received so far; it asks the kernel for the missing frames. */
export class FrameLoader {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Control[]} */
    this.controls = model.get("controls");
    this.counts = this.controls.map(control => control.texts.length);
    /** @type {Stop} */
    this.stop = this.controls.map(control => control.start);
    this.active = 0; // the index of the control that moved last
    this.moves = 0; // how many moves the learner has made
    /** @type {Set<Shows>} */
    this.views = new Set();
    this.cache = new FrameCache();
    /** @type {string} */
    this.longest = model.get("longest") ?? ""; // the longest sentence received so far
    /** @type {Map<string, Question>} */
    this.questions = new Map(); // the questions that have no answer yet, by their id
    this.limit = 3; // how many questions may wait for an answer at the same time
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined; // the timer that runs until no control has moved for REST ms
    this.live = typeof model.send === "function"; // whether there is a kernel to ask
    this.opened = false;
    this.unpacked = false; // whether the frames baked into the page, if there are any, are in the cache
    this.silent = false; // whether the kernel has not answered for PATIENCE ms or cannot be reached
    this.ready = this.begin();
  }

  /** Waits for the packet with the first frame, which the kernel draws after it has opened the widget, and adds it. */
  async begin() {
    const { model } = this;
    if (!model.get("first_packet")) await new Promise(drawn => model.on("change:first_packet", drawn));
    await this.take(JSON.parse(model.get("first_packet")));
    this.unpack();
  }

  /**
   * Adds a packet and keeps its longest sentence: the views reserve room for it, so that the page below does not move.
   * @param {Packet} packet
   */
  async take(packet) {
    await this.cache.take(packet);
    for (const { sentence, error } of Object.values(packet.frames ?? {}))
      if (!error && sentence.length > this.longest.length) this.longest = sentence;
  }

  /** Adds the frames baked into the page, if there are any; the page supplies them when they will soon be needed. */
  async unpack() {
    const baked = await this.model.get("baked");
    if (baked) {
      const stream = new Blob([baked]).stream().pipeThrough(new DecompressionStream("deflate"));
      await this.take(await new Response(stream).json());
    }
    this.unpacked = true;
    this.show();
  }

  /** Begins to ask the kernel. A view calls this after it has painted its first picture, so as not to delay that. */
  open() {
    if (!this.live || this.opened) return;
    this.opened = true;
    this.model.on("msg:custom", message => this.receive(message));
    this.send({ hello: true });
    this.fetch();
  }

  /**
   * The frame of the present stop or, before it has arrived, the nearest one; and whether it is the present stop's own.
   * @returns {[frame: Frame | null, exact: boolean]}
   */
  frame() {
    const own = this.cache.frames.get(keyOf(this.stop));
    return own ? [own, true] : [nearestFrame(this.cache.frames, this.counts, this.stop), false];
  }

  /**
   * Moves control `index` to stop `to`, or to the first or last stop if `to` is outside the range.
   * @param {number} index
   * @param {number} to
   */
  move(index, to) {
    const inside = Math.max(0, Math.min(this.counts[index] - 1, to));
    this.active = index;
    if (this.stop[index] === inside) return;
    this.stop = this.stop.with(index, inside);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = undefined;
      this.fetch();
    }, REST);
    this.show();
    this.fetch(); // after the timer has been set, so that it asks only for the line of this control
  }

  /** Counts a move of the learner. */
  countMove() {
    this.moves += 1;
    this.show();
  }

  show() {
    for (const view of this.views) view.show();
  }

  /** Asks for the most urgent missing frames, as long as fewer than `limit` questions wait for an answer. */
  fetch() {
    const room = BATCH * (this.limit - this.questions.size);
    if (!this.opened || room <= 0) return;
    const known = new Set([...this.questions.values()].flatMap(question => question.keys));
    const missing = [];
    const inSight = [...this.views].some(view => view.inSight);
    const state = { moving: this.resting !== undefined, inSight };
    for (const stop of fetchOrder(this.counts, this.stop, this.active, state)) {
      const key = keyOf(stop);
      if (this.cache.frames.has(key) || known.has(key)) continue;
      known.add(key);
      if (missing.push(stop) === room) break;
    }
    while (missing.length) this.ask(missing.splice(0, BATCH));
  }

  /** @param {Stop[]} stops */
  ask(stops) {
    const id = Math.random().toString(36).slice(2); // not a counter, because a second page may show the same widget
    this.questions.set(id, { keys: stops.map(keyOf), sent: performance.now() });
    this.send({ ask: stops, id });
    setTimeout(() => {
      if (!this.questions.has(id)) return;
      this.silent = true;
      this.show();
    }, PATIENCE);
  }

  /** @param {Answer} message */
  async receive({ answer, packet, spent }) {
    this.pace(this.questions.get(answer)?.sent, spent);
    await this.take(packet);
    this.questions.delete(answer);
    this.silent = false;
    this.trim();
    this.show();
    this.fetch();
  }

  /**
   * Sends `content` to the kernel. JupyterLab throws an error if the kernel is gone, which also counts as silence.
   * @param {object} content
   */
  send(content) {
    try {
      this.model.send?.(content);
    } catch {
      this.silent = true;
    }
  }

  /**
   * Sets the limit so that the kernel always has a question to work on while an answer travels to the browser.
   * @param {number | undefined} sent the time at which the question was sent; undefined for a question of another page
   * @param {number} spent ms that the kernel took for the answer
   */
  pace(sent, spent) {
    if (sent === undefined) return;
    const way = performance.now() - sent - spent * this.questions.size;
    this.limit = Math.max(2, Math.min(QUESTIONS, 2 + Math.round(way / Math.max(spent, 5))));
  }

  /** Limits the memory: with more than KEPT frames it drops those that are not on a line through the present stop. */
  trim() {
    if (this.cache.frames.size <= KEPT) return;
    const kept = new Set(this.counts.flatMap((_, i) => lineThrough(this.counts, this.stop, i).map(keyOf)));
    const forget = this.cache.drop(key => !kept.has(key));
    this.send({ forget });
  }
}
