// @ts-check
// Follows a pointer (a mouse, pen or finger) on a picture.

/**
 * Calls `follow` when a pointer is pressed on `canvas`, and at every move until it is released.
 * @param {HTMLCanvasElement} canvas
 * @param {(event: PointerEvent, pressed: boolean) => void} follow `pressed` is true when the pointer has been pressed now
 */
export function followPointer(canvas, follow) {
  const hold = (/** @type {boolean} */ held) => canvas.classList.toggle("downhill-held", held);
  canvas.addEventListener("pointerdown", event => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    hold(true);
    follow(event, true);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", event => {
    if (canvas.hasPointerCapture(event.pointerId)) follow(event, false);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => hold(false));
}
