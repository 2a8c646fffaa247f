// @ts-check
// Waits for what a reader scrolls to.

/**
 * Resolves when `el` comes near the window.
 * @param {Element} el
 * @returns {Promise<void>}
 */
export function comesNear(el) {
  return new Promise(resolve => {
    const near = (/** @type {IntersectionObserverEntry[]} */ entries) => {
      if (entries.some(entry => entry.isIntersecting)) resolve();
    };
    new IntersectionObserver(near, { rootMargin: "100%" }).observe(el);
  });
}
