// @ts-check
// Messages to Python, no more often than it can take them.

const WAIT = 50; // ms between two messages

/**
 * Calls `send` at most every WAIT ms: `soon` asks for a call, and always once more after the last `soon`. `flush` makes
 * the call that is due now.
 * @param {() => void} send
 */
export function throttle(send) {
  let last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    send();
  };
  const soon = () => {
    timer ??= setTimeout(now, Math.max(0, last + WAIT - performance.now()));
  };
  const flush = () => {
    if (timer !== undefined) now();
  };
  return { soon, flush };
}
