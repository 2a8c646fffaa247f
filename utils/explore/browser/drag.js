// @ts-check
// Dragging on a canvas, by mouse, pen or finger.

/**
 * Calls `began` when the pointer goes down on `canvas`, `follow` with its position then and at every move, and `ended`
 * when it is lifted.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width of the figure, in whose pixels the position is given
 * @param {{ began: () => void, follow: (position: number[]) => void, ended: () => void }} listener
 */
export function listenToDrag(canvas, width, { began, follow, ended }) {
  const hold = (/** @type {boolean} */ held) => canvas.classList.toggle("downhill-held", held);
  const locate = (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    const scale = width / box.width;
    follow([(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]);
  };
  canvas.addEventListener("pointerdown", event => {
    if (event.button) return;
    began();
    canvas.setPointerCapture(event.pointerId);
    hold(true);
    locate(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", event => {
    if (canvas.hasPointerCapture(event.pointerId)) locate(event);
  });
  canvas.addEventListener("pointerup", () => {
    hold(false);
    ended();
  });
  canvas.addEventListener("pointercancel", () => hold(false));
}
