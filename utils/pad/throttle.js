// @ts-check
// Limits how often messages are sent to Python.

const WAIT = 50; // ms from the end of one message to the next

/**
 * Calls `send` at most every WAIT ms. `soon` asks for a call; after the last `soon` there is always one more call, so
 * that the last change is sent. `flush` makes a pending call now.
 * @param {() => void} send
 */
export function throttle(send) {
  let last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    send();
    last = performance.now(); // after `send`, which can take long on a busy machine
  };
  const soon = () => {
    timer ??= setTimeout(now, Math.max(0, last + WAIT - performance.now()));
  };
  const flush = () => {
    if (timer !== undefined) now();
  };
  return { soon, flush };
}
