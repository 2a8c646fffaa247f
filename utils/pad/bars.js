// @ts-check
// The bars beside the pad: one for each probability, with its number.
import { element, write } from "../widgets/dom.js";

/** @typedef {[name: string, probability: number]} Bar */

/** A row for each bar: its name, the bar, the number. The text alternative of all of them is one sentence. */
export class Bars {
  constructor() {
    this.root = element("div", { class: "downhill-bars", role: "img", hidden: "" });
    /** @type {Row[]} */
    this.rows = [];
  }

  /** @param {Bar[]} bars */
  show(bars) {
    this.root.hidden = !bars.length;
    if (this.rows.length !== bars.length) {
      this.rows = bars.map(() => new Row());
      this.root.textContent = "";
      this.root.append(...this.rows.map(row => row.root));
    }
    const most = Math.max(...bars.map(([, probability]) => probability));
    for (const [k, bar] of bars.entries()) this.rows[k].show(bar, bar[1] === most);
    this.root.setAttribute("aria-label", `Probabilities: ${bars.map(spoken).join(", ")}.`);
  }
}

/** @param {Bar} bar */
function spoken([name, probability]) {
  return `${name}: ${probability.toFixed(2)}`;
}

class Row {
  constructor() {
    this.name = element("b");
    this.fill = element("i");
    this.number = element("span");
    this.root = element("div", {}, this.name, element("span", {}, this.fill), this.number);
  }

  /**
   * @param {Bar} bar
   * @param {boolean} most whether no other probability is larger
   */
  show([name, probability], most) {
    write(this.name, name);
    write(this.number, probability.toFixed(2));
    this.fill.style.width = `${100 * probability}%`;
    this.root.classList.toggle("downhill-most", most);
  }
}
