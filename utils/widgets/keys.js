// @ts-check
// Lets a learner leave the controls of a picture with the keys of the notebook.

export const TAB_STOPS = ":is(a[href], button, input, select, [tabindex='0']):not([disabled], [hidden])"; // where Tab stops

/**
 * Escape on an element in `root` moves the focus to the notebook's cell around it, and Shift+Enter runs this cell: our
 * controls keep these keys from JupyterLab (see `OWN_KEYS`). Tab on the last element of the cell leads to the next
 * cell: by itself it would pass over all code cells, because JupyterLab takes them out of the order of Tab.
 * @param {HTMLElement} root
 */
export function leaveByKeys(root) {
  root.addEventListener("keydown", event => {
    const cell = /** @type {HTMLElement | null} */ (root.closest(".jp-Notebook-cell"));
    const runs = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey);
    const passes = event.key === "Tab" && !event.shiftKey && event.target === lastStop(cell);
    const aim = event.key === "Escape" || runs ? cell : passes ? cell?.nextElementSibling : null;
    if (!(aim instanceof HTMLElement)) return;
    event.preventDefault(); // else Shift+Enter would press a button too
    aim.focus();
    if (runs) aim.dispatchEvent(new KeyboardEvent(event.type, event));
  });
}

/** @param {HTMLElement | null} cell */
function lastStop(cell) {
  const stops = cell?.querySelectorAll(TAB_STOPS) ?? [];
  return stops[stops.length - 1];
}
