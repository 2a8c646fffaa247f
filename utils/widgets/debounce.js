// @ts-check
// Calls a function once a learner has made no move for a second; `idle.py` does so once the kernel is idle.

const DELAY = 1000; // ms after the last move

/**
 * Makes a function that calls `act` once it has not been called itself for a second.
 * @param {() => void} act
 * @returns {() => void}
 */
export function debounced(act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, DELAY);
  };
}
