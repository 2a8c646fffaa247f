// @ts-check
// The buttons Play, Step and Reset, which run one control through its stops.
import { button, write } from "../../widgets/dom.js";

/** @import { FrameLoader } from "./frames.js" */

// Milliseconds between two pictures, and those of all pictures together where that lies between the two.
const [SHORTEST_WAIT, LONGEST_WAIT, WHOLE_RUN] = [60, 400, 4000];
// For a reader who has asked for less motion: how many pictures Play shows, and the milliseconds between two of them.
const [CALM_PICTURES, CALM_WAIT] = [8, 1000];

/** Runs control `index` to its last stop and ends there. It makes the buttons for this. */
export class Player {
  /**
   * @param {FrameLoader} loader
   * @param {number} index
   * @param {number} jump how many stops an extra button moves the control at once; 0 for no such button
   */
  constructor(loader, index, jump) {
    this.loader = loader;
    this.index = index;
    this.last = loader.counts[index] - 1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.button = button("Play", () => this.toggle());
    const jumps = jump ? [button(`${jump} steps`, () => this.go(this.at + jump))] : [];
    const step = button("Step", () => this.go(this.at + 1));
    const reset = button("Reset", () => this.go(loader.controls[index].start));
    this.buttons = [this.button, step, ...jumps, reset];
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
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const wait = calm ? CALM_WAIT : Math.max(SHORTEST_WAIT, Math.min(LONGEST_WAIT, WHOLE_RUN / (this.last + 1)));
    const step = calm ? Math.ceil(this.last / CALM_PICTURES) : 1;
    const tick = () => {
      if (this.loader.frame()[1]) this.loader.move(this.index, this.at + step); // else wait until the frame has arrived
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
   * Pauses and moves the control to stop `to`.
   * @param {number} to
   */
  go(to) {
    this.pause();
    this.loader.move(this.index, to);
  }
}
