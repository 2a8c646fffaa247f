// @ts-check
// Waits until a learner has made no move for a second; `rest.py` waits until the kernel rests.

const RESTED = 1000; // ms after the last move

/**
 * Makes a function that calls `act` once it has not been called itself for a second.
 * @param {() => void} act
 * @returns {() => void}
 */
export function whenRested(act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, RESTED);
  };
}
