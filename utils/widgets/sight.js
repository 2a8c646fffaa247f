// @ts-check
// Scrolls a picture into sight, also in a notebook of which JupyterLab lays out only the cells that are in sight.

const STEPS = 100; // of scrolling at the most

/**
 * Scrolls to `el` if it is not wholly in sight, smoothly unless the reader has asked for less motion.
 * @param {HTMLElement} el
 * @param {Element} from an element of the same notebook that is in sight
 */
export async function bringIntoSight(el, from) {
  const panel = from.closest(".jp-WindowedPanel-outer");
  for (let step = 0; panel && step < STEPS && !el.getClientRects().length; step++)
    if (!(await scrollTowards(panel, numberOf(el)))) break;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  el.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

/**
 * The number that JupyterLab gives to the cell of `el`, counted from 0.
 * @param {Element} el
 */
export function numberOf(el) {
  return Number(el.closest("[data-windowed-list-index]")?.getAttribute("data-windowed-list-index"));
}

/**
 * Scrolls towards the cell with this number: half of the way as it is estimated, one window at the least; then waits
 * until the cells there are laid out. Returns false at an end of the notebook, and where that cell is in sight
 * already, because then what is searched is folded away.
 * @param {Element} panel
 * @param {number} number
 */
async function scrollTowards(panel, number) {
  const window = panel.getBoundingClientRect();
  const cells = [...panel.querySelectorAll("[data-windowed-list-index]")].filter(cell => {
    const { top, bottom, height } = cell.getBoundingClientRect();
    return height && bottom > window.top && top < window.bottom;
  });
  const numbers = cells.map(numberOf);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  if (!cells.length || (first <= number && number <= last)) return false;
  const away = number < first ? number - first : number - last;
  const step = Math.max(window.height, (Math.abs(away) * window.height) / cells.length / 2);
  const before = panel.scrollTop;
  panel.scrollTop += Math.sign(away) * step;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  return panel.scrollTop !== before;
}
