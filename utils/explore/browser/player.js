// @ts-check
// Play, Step and Reset: one control runs through its stops.
import { button, write } from "../../widgets/dom.js";

/** @import { FrameLoader } from "./frames.js" */

/** Runs control `index` to its last stop and stops there. It has the buttons for that. */
export class Player {
  /**
   * @param {FrameLoader} loader
   * @param {number} index
   * @param {number} leap the stops that one more button takes at once; 0 for no such button
   */
  constructor(loader, index, leap) {
    this.loader = loader;
    this.index = index;
    this.last = loader.counts[index] - 1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.button = button("Play", () => this.toggle());
    const leaps = leap ? [button(`${leap} steps`, () => this.go(this.at + leap))] : [];
    const step = button("Step", () => this.go(this.at + 1));
    const reset = button("Reset", () => this.go(loader.controls[index].start));
    this.buttons = [this.button, step, ...leaps, reset];
  }

  get at() {
    return this.loader.stop[this.index];
  }

  toggle() {
    if (this.timer === undefined) this.run();
    else this.pause();
  }

  run() {
    if (this.at >= this.last) this.loader.move(this.index, 0);
    const wait = Math.max(60, Math.min(400, 4000 / (this.last + 1)));
    const tick = () => {
      if (this.loader.frame()[1]) this.loader.move(this.index, this.at + 1); // else it waits for the frame
      if (this.at >= this.last) this.pause();
      else this.timer = setTimeout(tick, wait);
    };
    this.timer = setTimeout(tick, wait);
    write(this.button, "Pause");
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = undefined;
    write(this.button, "Play");
  }

  /**
   * Goes to stop `to` at once.
   * @param {number} to
   */
  go(to) {
    this.pause();
    this.loader.move(this.index, to);
  }
}
