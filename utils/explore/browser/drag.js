// @ts-check
// Dragging on a canvas, by mouse, pen or finger.

/**
 * Calls `follow` when the pointer goes down on `canvas` and at every move then, and `ended` when it is lifted.
 * @param {HTMLCanvasElement} canvas
 * @param {(event: PointerEvent) => void} follow
 * @param {() => void} ended
 */
export function listenToDrag(canvas, follow, ended) {
  const hold = (/** @type {boolean} */ held) => canvas.classList.toggle("downhill-held", held);
  canvas.addEventListener("pointerdown", event => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    hold(true);
    follow(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", event => {
    if (canvas.hasPointerCapture(event.pointerId)) follow(event);
  });
  canvas.addEventListener("pointerup", () => {
    hold(false);
    ended();
  });
  canvas.addEventListener("pointercancel", () => hold(false));
}
