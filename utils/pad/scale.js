// @ts-check
// The scale of one axis: where a number stands on it, which ticks it has, and how its numbers are written.

/** A linear or logarithmic axis from `low` to `high`. A share is a position on it: 0 at `low`, 1 at `high`. */
export class Scale {
  /**
   * @param {number[]} ends `low` and `high`
   * @param {boolean} log
   */
  constructor(ends, log = false) {
    this.log = log;
    const [from, to] = log ? ends.map(Math.log10) : ends;
    this.from = from;
    this.span = to - from;
  }

  /** @param {number} value */
  share(value) {
    return ((this.log ? Math.log10(value) : value) - this.from) / this.span;
  }

  /** @param {number} share */
  value(share) {
    const at = this.from + share * this.span;
    return this.log ? 10 ** at : at;
  }

  /**
   * The numbers at the ticks: multiples of 1, 2 or 5 times a power of ten; quarters of a turn on an axis of degrees,
   * which is one of 360 or a multiple; powers of ten on a logarithmic axis.
   * @param {number} most the largest number of intervals between ticks
   */
  ticks(most) {
    const wanted = this.span / most;
    const power = 10 ** Math.floor(Math.log10(wanted));
    const steps = this.span % 360 ? [1, 2, 5, 10].map(times => times * power) : [90, 180, 360];
    const step = steps.find(step => step >= wanted * 0.999) ?? 10 * power;
    const whole = this.log ? Math.max(1, Math.ceil(step)) : step;
    const [first, last] = [Math.ceil(this.from / whole - 1e-9), Math.floor((this.from + this.span) / whole + 1e-9)];
    const at = Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * whole).toPrecision(9)));
    return this.log ? at.map(exponent => Number(`1e${exponent}`)) : at;
  }

  /**
   * `value` with as many digits as a learner can draw: a hundredth of the axis, or two digits on a logarithmic axis.
   * @param {number} value
   */
  text(value) {
    if (this.log) return short(Number(value.toPrecision(2)));
    return short(Number(value.toFixed(Math.min(9, Math.max(0, Math.ceil(2 - Math.log10(this.span)))))));
  }
}

/**
 * A number as text, with a power of ten where it would have many zeros.
 * @param {number} value
 */
export function short(value) {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential() : String(value);
}
