// @ts-check
// The models of pictures that Python in the page draws: what the views of `explore` know as a kernel.

/** @import { Model } from "../../../widgets/mount.js" */
/** @import { Python } from "./python.js" */

const SLOW = 2000; // ms after which a view is told that a stop is slow
const PULSE = 500; // ms between two such messages

/** The model of one widget. */
export class LiveModel {
  /**
   * @param {Record<string, any>} state
   * @param {string} cell
   * @param {Python} python
   */
  constructor(state, cell, python) {
    this.state = state;
    this.cell = cell;
    this.python = python;
    /** @type {Map<string, Set<(message: any) => void>>} */
    this.listeners = new Map();
    /** @type {{ stop: number[], since: number }[]} */
    this.asked = []; // the questions that have no answer yet
    this.pulse = setInterval(() => this.tellSlow(), PULSE);
  }

  /** @param {string} name */
  get(name) {
    return this.state[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.state[name] = value;
  }

  save_changes() {}

  /** @param {string} event @param {(message: any) => void} listener */
  on(event, listener) {
    if (!this.listeners.has(event)) this.listeners.set(event, new Set());
    this.listeners.get(event)?.add(listener);
  }

  /** @param {string} event @param {(message: any) => void} listener */
  off(event, listener) {
    this.listeners.get(event)?.delete(listener);
  }

  /** @param {string} event @param {any} message */
  fire(event, message) {
    for (const listener of this.listeners.get(event) ?? []) listener(message);
  }

  /** @param {any} content */
  send(content) {
    if ("rested" in content) return; // there is no saved notebook in which a still picture would be kept
    if (content.ask) this.asked.push({ stop: content.ask[0], since: performance.now() });
    this.python.send(this.cell, this.state.key, content);
  }

  /** @param {any} message what the widget in Python says */
  hear(message) {
    if (message.name) {
      this.state[message.name] = message.value;
      this.fire(`change:${message.name}`, message.value);
      return;
    }
    if (message.content.answer) this.asked.shift();
    for (const each of this.asked) each.since = performance.now();
    this.fire("msg:custom", message.content);
  }

  /** Tells the views, as a kernel does, that a stop takes long. */
  tellSlow() {
    const [first] = this.asked;
    const waited = first?.stop ? performance.now() - first.since : 0;
    if (waited > SLOW) this.fire("msg:custom", { drawing: first.stop.join(","), seconds: Math.floor(waited / 1000) });
  }

  close() {
    clearInterval(this.pulse);
  }
}
