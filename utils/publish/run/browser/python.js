// @ts-check
// The page's side of Python: starts the Worker, sends it cells and what widgets say, and ends it when it does not answer.
import { ENDED, FOLDER, NOT_FETCHED } from "./words.js";

/** @typedef {{ text?: string, error?: string, png?: string, light?: number[][], alt?: string, width?: number,
 *   widget?: Record<string, any>, sentence?: string }} Output what `stand_ins/runner.py` shows under a cell */
/** @typedef {{ cell: string, done?: (outputs: Output[]) => void, failed?: (why: Error) => void }} Job
 *   what the Worker has to answer: the run of a cell, or a question of a picture of this cell */

const FETCHING = 60; // seconds without a message after which the network is given up
const STARTING = 240; // ... and after which Python is, while it starts or imports
const RUNNING = 20; // ... and while it runs what the learner has written, of which Python itself gives up most after 10
const NOT_STARTED = "Python does not start in this browser. What you typed is kept: the notebook runs it.";
const BROKEN =
  "Python was stopped by what this cell does, and starts again. What you typed is kept: change it, and press Run.";

/** Python in a Worker, which is started when it is needed first. */
export class Python {
  /**
   * @param {(key: string, message: any) => void} hear called with what widgets say
   * @param {(words: string, share: number) => void} progress called while Python comes: what happens, and 0 to 1
   * @param {(culprit: string) => void} ended called after the Worker was ended; `culprit` is the cell that was at work
   */
  constructor(hear, progress, ended) {
    this.hear = hear;
    this.progress = progress;
    this.ended = ended;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Map<string, Job>} */
    this.jobs = new Map(); // what has no answer yet, in order, by the name of a cell that runs or the id of a question
    this.limit = FETCHING;
    this.ready = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.watchdog = undefined;
  }

  /** Starts the Worker, if there is none. */
  start() {
    if (this.worker) return;
    this.worker = new Worker(new URL(`${FOLDER}worker.js`, location.href));
    this.worker.onmessage = ({ data }) => this.receive(typeof data === "string" ? JSON.parse(data) : data);
    this.worker.onerror = event => {
      event.preventDefault();
      this.end(new Error(this.ready ? ENDED : NOT_FETCHED));
    };
    this.limit = FETCHING;
    this.post({ start: true });
  }

  /** @param {object} message */
  post(message) {
    this.worker?.postMessage(message);
    this.watch();
  }

  /**
   * Runs the cell `cell` and gives what it shows. Throws an Error with a sentence where Python does not come or answer.
   * @param {string} cell
   * @param {string} source
   * @param {string[]} above the cells above it
   * @returns {Promise<Output[]>}
   */
  run(cell, source, above) {
    this.start();
    return new Promise((done, failed) => {
      this.forget(cell);
      this.jobs.set(cell, { cell, done, failed });
      if (this.ready && this.jobs.size === 1) this.limit = STARTING; // what it imports may take long
      this.post({ run: cell, source, above });
    });
  }

  /**
   * Sends what the widget with this key, of the cell `cell`, says to Python.
   * @param {string} cell
   * @param {string} key
   * @param {any} content
   */
  send(cell, key, content) {
    if (content.ask) this.jobs.set(content.id, { cell });
    this.post({ key, content });
  }

  /**
   * Waits no more for answers to the pictures of `cell`, which runs again: these have been closed.
   * @param {string} cell
   */
  forget(cell) {
    for (const [id, job] of this.jobs) if (job.cell === cell) this.jobs.delete(id);
  }

  /** @param {any} message */
  receive(message) {
    if (message.loaded !== undefined) this.fetched(message);
    else if (message.says) this.say(message.says);
    else if (message.ready) this.ready = true;
    else if (message.began) this.limit = RUNNING;
    else if (message.outputs) this.done(message.cell, message.outputs);
    else if (message.failed) return this.end(new Error(this.ready ? BROKEN : this.whyNotReady()));
    else {
      this.jobs.delete(message.content?.answer);
      this.hear(message.key, message);
    }
    this.watch();
  }

  /**
   * @param {string} cell
   * @param {Output[]} outputs
   */
  done(cell, outputs) {
    const job = this.jobs.get(cell);
    this.jobs.delete(cell);
    job?.done?.(outputs);
  }

  /** @param {{ loaded: number, total: number }} message */
  fetched({ loaded, total }) {
    const [here, all] = [loaded, total].map(bytes => (bytes / 1e6).toFixed(0));
    this.progress(`Python comes: ${here} of ${all} MB. The browser keeps it for the next time.`, loaded / total);
  }

  /** @param {string} words */
  say(words) {
    this.limit = STARTING;
    this.progress(words, 1);
  }

  whyNotReady() {
    return this.limit === FETCHING ? NOT_FETCHED : NOT_STARTED;
  }

  /** Ends the Worker where something waits for it and it says nothing for `limit` seconds. */
  watch() {
    clearTimeout(this.watchdog);
    const why = this.ready ? ENDED : this.whyNotReady();
    if (this.jobs.size) this.watchdog = setTimeout(() => this.end(new Error(why)), 1000 * this.limit);
  }

  /**
   * Ends the Worker and, if it had started, starts another one. What waits fails with the sentence of `why`.
   * @param {Error} why
   */
  end(why) {
    clearTimeout(this.watchdog);
    this.worker?.terminate();
    const [jobs, ready] = [[...this.jobs.values()], this.ready];
    Object.assign(this, { worker: null, jobs: new Map(), ready: false });
    for (const job of jobs) job.failed?.(why);
    if (ready) this.start();
    this.ended(jobs[0]?.cell ?? "");
  }
}
