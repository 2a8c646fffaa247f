// @ts-check
// Draws a widget into the elements that `mount.py` has put into a notebook for it.

/**
 * A widget's model, as anywidget supplies it. On a page without a kernel the model has only `get`.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: (message: any) => void) => void} on
 * @property {(event: string, listener: (message: any) => void) => void} [off]
 * @property {(content: object) => void} [send]
 *
 * @typedef {(options: { model: Model, el: HTMLElement }) => unknown} Draw draws one view of a model into an element
 */

const OUTPUT = ".jp-OutputArea > *"; // one output of a cell, in JupyterLab and in Notebook 7
const LATER = 300; // ms after which the kernel is told of the page: at once, the message would delay the first picture
const NOWHERE = 1000; // ms after which the kernel is told that this page has no place: it answers with an ordinary view
const STILLS = 2; // the outputs before a place that stand for the widget when it is not there (`outputs.py`)

/**
 * Tells the kernel something; if it is gone, nobody needs to know.
 * @param {Model} model
 * @param {object} content
 */
export function tell(model, content) {
  try {
    model.send?.(content);
  } catch {}
}

/**
 * Hides the still picture and the sentence before the place `el`.
 * @param {Element} el
 */
function hideStill(el) {
  /** @type {Element | null | undefined} */
  let output = el.closest(OUTPUT);
  for (let count = 0; count < STILLS; count++) {
    output = output?.previousElementSibling;
    if (output instanceof HTMLElement) output.style.display = "none";
  }
}

/**
 * Makes the `initialize` of a widget: it calls `draw` for each place with the widget's key, both for the places on the
 * page and for those added later. It tells the kernel, once, whether this is a page with such places: in a notebook, a
 * place that is not in sight is added when it is scrolled to.
 * @param {Draw} draw
 * @returns {(options: { model: Model, signal?: AbortSignal }) => void}
 */
export function mountInto(draw) {
  return ({ model, signal }) => {
    /** @type {Set<Element>} */
    const filled = new Set();
    /** @type {unknown[]} */
    const closers = []; // what `draw` returned for each place
    let told = false;
    const tellOfPlaces = () => {
      if (!told) setTimeout(() => tell(model, { page: "places" }), LATER);
      told = true;
    };
    /** @param {ParentNode} root */
    const fill = root => {
      for (const el of root.querySelectorAll(`[data-downhill="${model.get("key")}"]`)) {
        if (filled.has(el)) continue;
        tellOfPlaces();
        filled.add(el);
        el.textContent = "";
        closers.push(draw({ model, el: /** @type {HTMLElement} */ (el) }));
      }
    };
    const watcher = new MutationObserver(changes => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (node instanceof Element) fill(node.parentElement ?? node);
      filled.forEach(hideStill); // a still that has come or changed is hidden before the page is painted
    });
    fill(document);
    filled.forEach(hideStill);
    if (document.querySelector(".jp-Notebook")) tellOfPlaces();
    watcher.observe(document.body, { childList: true, subtree: true });
    const alone = setTimeout(() => told || tell(model, { page: "nowhere" }), NOWHERE);
    signal?.addEventListener("abort", () => {
      clearTimeout(alone);
      watcher.disconnect();
      for (const close of closers) if (typeof close === "function") close();
    });
  };
}

/**
 * Makes the `render` of a widget, which the page calls for an ordinary view: it tells the kernel that there is one.
 * @param {Draw} draw
 * @returns {Draw}
 */
export function viewOf(draw) {
  return options => {
    tell(options.model, { page: "views" });
    return draw(options);
  };
}
