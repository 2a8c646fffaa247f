// @ts-check
// Keeps for a canvas the strokes of a finger, of which a browser would otherwise make its own gestures.

/**
 * Lets no gesture of the browser begin with a stroke on `canvas`: after a quick one, which would scroll on by itself,
 * Chromium takes the next tap for the end of that scrolling, so a button does not hear it. With `along` a stroke that
 * goes more up or down than along the canvas scrolls the page, as the style `touch-action: pan-y` allows.
 * @param {HTMLCanvasElement} canvas
 * @param {boolean} [along]
 */
export function keepStrokes(canvas, along = false) {
  let [x, y] = [0, 0]; // where the stroke began, CSS pixels
  canvas.addEventListener("touchstart", ({ touches: [{ clientX, clientY }] }) => ([x, y] = [clientX, clientY]), {
    passive: true,
  });
  canvas.addEventListener(
    "touchmove",
    event => {
      const [{ clientX, clientY }] = event.touches;
      const scrolls = along && Math.abs(clientY - y) > Math.abs(clientX - x);
      if (event.cancelable && !scrolls) event.preventDefault();
    },
    { passive: false },
  );
}
