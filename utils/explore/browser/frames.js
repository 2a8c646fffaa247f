// @ts-check
// Decides which stop is shown and which frames the kernel is asked for. All views of a widget share one loader.
import { debounced } from "../../widgets/debounce.js";
import { FrameCache } from "./cache.js";
import { fetchOrder, keyOf, lineThrough, moved, nearestFrame } from "./stops.js";

/** @import { Model } from "../../widgets/mount.js" */
/** @import { Answer, Control, Frame, Packet, Slow, Stop } from "./protocol.js" */
/**
 * @typedef {{ keys: string[], sent: number, answered: boolean }} Question the keys of the stops asked for, the time of
 *   sending in ms, and whether its answer has come and is being decoded
 */
/** @typedef {{ show: () => void, inSight: boolean }} Shows the part of a view that a loader uses */

const QUESTIONS = 8; // the largest number of questions that may wait for an answer
const BATCH = 12; // stops in one question
const MAX_FRAMES = 3000; // frames kept (2 to 20 MB); with more, those not on a line through the present stop are dropped
const LATE_MS = 400; // ms without the very first frame, after which the learner is told that it is being drawn
const REST_MS = 150; // ms without a move, after which the lines of the other controls are fetched
const SILENCE_MS = 4000; // ms without a message from the kernel, after which the learner is told and the kernel is probed
const MAX_SILENCE_MS = 60_000; // ms between two probes: each probe doubles the time until the next one

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
  const loader = loaders.get(model.get("key"));
  if (loader) loader.opened = loader.live = false;
  clearTimeout(loader?.listening);
  clearTimeout(loader?.resting);
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
    this.touched = false; // whether a control has left its first stop
    /** @type {Set<Shows>} */
    this.views = new Set();
    this.cache = new FrameCache();
    /** @type {string} */
    this.longest = model.get("longest") ?? ""; // the longest sentence received so far
    /** @type {Map<string, Question>} */
    this.questions = new Map(); // the questions that have no answer yet, by their id
    this.limit = 3; // how many questions may wait for an answer at the same time
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined; // the timer that runs until no control has moved for REST_MS
    this.live = typeof model.send === "function"; // whether there is a kernel to ask
    this.opened = false;
    this.silent = false; // whether nothing has come from the kernel for SILENCE_MS, or it cannot be reached
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.listening = undefined; // the timer that runs while a question has no answer
    /** @type {Slow | null} */
    this.slow = null; // the stop that the kernel has been drawing for some seconds
    this.tooSlow = false; // whether the kernel has given up drawing a stop
    this.late = false; // whether the very first frame has not come for LATE_MS
    this.rest = debounced(() => this.tellRest());
    if (this.live) model.on("msg:custom", message => this.hear(message)); // from now on: the first frame may be slow
    this.ready = this.begin();
  }

  /** Waits for the packet with the first frame, which the kernel draws after it has opened the widget, and adds it. */
  async begin() {
    const { model } = this;
    if (!model.get("first_packet")) await this.firstDrawn();
    await this.take(JSON.parse(model.get("first_packet")));
    this.slow = null;
    this.takeBaked();
  }

  /** Waits until the kernel has drawn the first frame; if that takes a while, the views say that it is being drawn. */
  async firstDrawn() {
    const waiting = setTimeout(() => {
      this.late = true;
      this.show();
    }, LATE_MS);
    await new Promise(drawn => this.model.on("change:first_packet", drawn));
    clearTimeout(waiting);
  }

  /**
   * Adds a packet and keeps its longest sentence: the views reserve room for it, so that the page below does not move.
   * @param {Packet} packet
   */
  async take(packet) {
    await this.cache.take(packet);
    for (const { sentence, error, given_up } of Object.values(packet.frames ?? {})) {
      if (given_up) this.tooSlow = true;
      if (!error && sentence.length > this.longest.length) this.longest = sentence;
    }
  }

  /** Adds the frames baked into the page, if there are any; the page supplies them when they will soon be needed. */
  async takeBaked() {
    for await (const packet of this.model.get("baked") ?? []) {
      await this.take(packet);
      this.show();
    }
  }

  /** Begins to ask the kernel. A view calls this after it has painted its first picture, so as not to delay that. */
  open() {
    if (!this.live || this.opened) return;
    this.opened = true;
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
    this.touched = true;
    this.stop = moved(this.stop, index, inside);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = undefined;
      this.fetch();
    }, REST_MS);
    this.rest();
    this.show();
    this.fetch(); // after the timer has been set, so that it asks only for the line of this control
  }

  /** Tells the kernel, once the present stop is drawn, that the learner rests there: the kernel keeps a still. */
  tellRest() {
    if (this.frame()[1]) this.send({ rested: this.stop });
    else if (this.live) this.rest();
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
    const state = { moving: this.resting !== undefined, inSight, tooSlow: this.tooSlow };
    for (const stop of fetchOrder(this.counts, this.stop, this.active, state)) {
      const key = keyOf(stop);
      if (this.cache.frames.has(key) || known.has(key)) continue;
      known.add(key);
      if (missing.push(stop) === room) break;
    }
    while (missing.length) this.ask(missing.splice(0, BATCH));
  }

  /**
   * Asks for `stops`. A question without stops is a probe: its answer shows that the kernel works.
   * @param {Stop[]} stops
   */
  ask(stops) {
    const id = Math.random().toString(36).slice(2); // not a counter, because a second page may show the same widget
    this.questions.set(id, { keys: stops.map(keyOf), sent: performance.now(), answered: false });
    this.send({ ask: stops, id });
    if (this.listening === undefined) this.listen(SILENCE_MS);
  }

  /**
   * Listens for a message from the kernel. If none comes in `milliseconds`, the kernel is busy or gone, or the answers
   * were lost, as happens when the learner interrupts the kernel. Only a probe can tell; it costs the kernel nothing.
   * @param {number} milliseconds
   */
  listen(milliseconds) {
    clearTimeout(this.listening);
    this.listening = setTimeout(() => {
      this.silent = true;
      this.ask([]);
      this.listen(Math.min(2 * milliseconds, MAX_SILENCE_MS));
      this.show();
    }, milliseconds);
  }

  /**
   * Handles a message from the kernel.
   * @param {Answer | Slow} message
   */
  async hear(message) {
    if (!this.opened && !("drawing" in message)) return; // an answer to another page on the same kernel
    this.silent = false;
    this.slow = "drawing" in message ? message : null;
    this.listen(SILENCE_MS);
    if ("answer" in message) await this.receive(message);
    else this.show();
    if (!this.questions.size) this.listening = void clearTimeout(this.listening);
  }

  /** @param {Answer} message */
  async receive({ answer, packet, spent }) {
    const question = this.questions.get(answer ?? "");
    if (question) this.pace(question, spent);
    const complete = !question || this.dropLost(question);
    await this.take(packet);
    this.questions.delete(answer ?? "");
    const shown = Object.keys(packet.frames ?? {}).every(key => this.cache.frames.has(key));
    if (!complete || !shown) this.send({ hello: true }); // the kernel must not rely on what was lost
    this.trim();
    this.show();
    this.fetch();
  }

  /**
   * Forgets the questions that were sent before `question`, which is answered, and have no answer: the kernel answers
   * in order, so these answers are lost. Returns whether no answer was lost.
   * @param {Question} question
   */
  dropLost(question) {
    question.answered = true;
    let complete = true;
    for (const [id, each] of this.questions) {
      if (each === question) break;
      if (each.answered) continue;
      complete = false;
      this.questions.delete(id);
    }
    return complete;
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
   * @param {Question} question one that has been answered
   * @param {number} spent ms that the kernel took for the answer
   */
  pace({ keys, sent }, spent) {
    if (!keys.length) return;
    const way = performance.now() - sent - spent * this.questions.size;
    this.limit = Math.max(2, Math.min(QUESTIONS, 2 + Math.round(way / Math.max(spent, 5))));
  }

  /** Limits the memory: with more than MAX_FRAMES it drops those that are not on a line through the present stop. */
  trim() {
    if (this.cache.frames.size <= MAX_FRAMES) return;
    const kept = new Set(this.counts.flatMap((_, i) => lineThrough(this.counts, this.stop, i).map(keyOf)));
    const forget = this.cache.drop(key => !kept.has(key));
    this.send({ forget });
  }
}
