// @ts-check
// Keeps for a canvas the strokes of a finger, of which a browser would otherwise make its own gestures.

const SLOP = 5; // CSS pixels, within which it is not known yet where a stroke goes

/**
 * Lets no gesture of the browser begin with a stroke on `canvas`. After a quick stroke, which would scroll on by itself,
 * Chromium uses the next tap to stop that scrolling, and the button that was tapped gets no click. With `along` a stroke
 * that goes more up or down than along the canvas scrolls the page, as the style `touch-action: pan-y` allows.
 * @param {HTMLCanvasElement} canvas
 * @param {boolean} [along]
 */
export function keepStrokes(canvas, along = false) {
  let [x, y] = [0, 0]; // where the stroke began, CSS pixels
  canvas.addEventListener("touchstart", ({ targetTouches: [{ clientX, clientY }] }) => ([x, y] = [clientX, clientY]), {
    passive: true,
  });
  canvas.addEventListener(
    "touchmove",
    event => {
      const [{ clientX, clientY }] = event.targetTouches;
      const [across, up] = [Math.abs(clientX - x), Math.abs(clientY - y)];
      const scrolls = along && (up > across || across < SLOP);
      if (event.cancelable && !scrolls) event.preventDefault();
    },
    { passive: false },
  );
}
