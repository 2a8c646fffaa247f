// @ts-check
// Play: one control runs through its stops.

/** @import { FrameLoader } from "./frames.js" */

/** Runs control `index` to its last stop and stops there; `changed(running)` is called when it begins and ends. */
export class Player {
  /**
   * @param {FrameLoader} loader
   * @param {number} index
   * @param {(running: boolean) => void} changed
   */
  constructor(loader, index, changed) {
    this.loader = loader;
    this.index = index;
    this.changed = changed;
    this.last = loader.counts[index] - 1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
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
    this.changed(true);
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changed(false);
  }

  /**
   * Takes `count` stops at once.
   * @param {number} count
   */
  advance(count) {
    this.pause();
    this.loader.move(this.index, this.at + count);
  }

  reset() {
    this.pause();
    this.loader.move(this.index, this.loader.controls[this.index].start);
  }
}
