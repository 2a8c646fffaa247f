// @ts-check
// Which stop is shown, and which frames are asked for. One loader serves all views of a widget.
import { FrameCache } from "./cache.js";
import { fetchOrder, keyOf, lineThrough, nearestFrame } from "./stops.js";

/** @import { Model } from "../../widgets/mount.js" */
/** @import { Answer, Control, Frame, Packet, Stop } from "./protocol.js" */
/** @typedef {{ keys: string[], sent: number }} Question the keys of the stops asked for, and when */
/** @typedef {{ show: () => void, inSight: boolean }} Shows what a loader knows of a view */

const QUESTIONS = 8; // at the most so many wait for an answer
const BATCH = 12; // stops in one question
const KEPT = 3000; // frames kept (2 to 20 MB); beyond it those off the lines through the present stop are dropped
const REST = 150; // ms without a move before the lines of the other controls are fetched
const PATIENCE = 4000; // ms without an answer before the learner is told

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
 * Lets go of the loader of the widget with this model, which has been closed.
 * @param {Model} model
 */
export function dropLoader(model) {
  loaders.delete(model.get("key"));
}

/** The present stop of a widget and the frames that have come; it asks the kernel for those that are missing. */
export class FrameLoader {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Control[]} */
    this.controls = model.get("controls");
    this.counts = this.controls.map(control => control.texts.length);
    /** @type {Stop} */
    this.stop = this.controls.map(control => control.start);
    this.active = 0; // the control that moved last
    this.moves = 0; // how many moves the learner has made
    /** @type {Set<Shows>} */
    this.views = new Set();
    this.cache = new FrameCache();
    /** @type {string} */
    this.longest = model.get("longest") ?? ""; // the longest sentence that has come
    /** @type {Map<string, Question>} */
    this.questions = new Map(); // those not answered yet, by their id
    this.limit = 3; // questions that may wait for an answer at once
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined; // runs while a control moves
    this.live = typeof model.send === "function"; // whether there is a kernel to ask
    this.opened = false;
    this.unpacked = false; // whether the frames of a baked page, if there are any, have been taken in
    this.silent = false; // whether the kernel has not answered for long
    this.ready = this.begin();
  }

  /** Takes in the packet with the first frame; the kernel opens the widget before it has drawn that frame. */
  async begin() {
    const { model } = this;
    if (!model.get("first_packet")) await new Promise(drawn => model.on("change:first_packet", drawn));
    await this.take(JSON.parse(model.get("first_packet")));
    this.unpack();
  }

  /**
   * Takes in a packet and notes its longest sentence: the views keep room for it, so that the page below does not move.
   * @param {Packet} packet
   */
  async take(packet) {
    await this.cache.take(packet);
    for (const { sentence, error } of Object.values(packet.frames ?? {}))
      if (!error && sentence.length > this.longest.length) this.longest = sentence;
  }

  /** Takes in the frames baked into the page, if there are any; the page gives them when they will soon be needed. */
  async unpack() {
    const baked = await this.model.get("baked");
    if (baked) {
      const stream = new Blob([baked]).stream().pipeThrough(new DecompressionStream("deflate"));
      await this.take(await new Response(stream).json());
    }
    this.unpacked = true;
    this.show();
  }

  /** Begins to ask the kernel; a view calls this once its first picture is painted, which must not wait for it. */
  open() {
    if (!this.live || this.opened) return;
    this.opened = true;
    this.model.on("msg:custom", message => this.receive(message));
    this.send({ hello: true });
    this.fetch();
  }

  /**
   * The frame of the present stop, or the nearest that has come, and whether it is the present stop's own.
   * @returns {[frame: Frame | null, exact: boolean]}
   */
  frame() {
    const own = this.cache.frames.get(keyOf(this.stop));
    return own ? [own, true] : [nearestFrame(this.cache.frames, this.counts, this.stop), false];
  }

  /**
   * Moves control `index` to stop `to`, or to the end that is nearest to it.
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
    this.fetch(); // after the timer is set: only this control's line is asked for
  }

  /** Counts a move of the learner. */
  countMove() {
    this.moves += 1;
    this.show();
  }

  show() {
    for (const view of this.views) view.show();
  }

  /** Asks for the most urgent of the frames that are missing, as long as few questions wait for an answer. */
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
    const id = Math.random().toString(36).slice(2); // no count: a second page may show the same widget
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
   * Sends `content` to the kernel. JupyterLab throws where the kernel is gone: then it is silent, too.
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
   * Sets the limit so that the kernel always has a question to work on while an answer is on its way.
   * @param {number | undefined} sent when the question was sent
   * @param {number} spent ms that the kernel took for it
   */
  pace(sent, spent) {
    if (sent === undefined) return;
    const way = performance.now() - sent - spent * this.questions.size;
    this.limit = Math.max(2, Math.min(QUESTIONS, 2 + Math.round(way / Math.max(spent, 5))));
  }

  /** Keeps the memory bounded: frames off the lines through the present stop are dropped. */
  trim() {
    if (this.cache.frames.size <= KEPT) return;
    const kept = new Set(this.counts.flatMap((_, i) => lineThrough(this.counts, this.stop, i).map(keyOf)));
    const forget = this.cache.drop(key => !kept.has(key));
    this.send({ forget });
  }
}
