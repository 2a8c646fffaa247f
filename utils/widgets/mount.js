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

/**
 * Makes the `initialize` of a widget: it calls `draw` for each element with the widget's key, both for the elements on
 * the page and for those added later.
 * @param {Draw} draw
 * @returns {(options: { model: Model, signal?: AbortSignal }) => void}
 */
export function mountInto(draw) {
  return ({ model, signal }) => {
    const filled = new WeakSet();
    /** @param {ParentNode} root */
    const fill = root => {
      for (const el of root.querySelectorAll(`[data-downhill="${model.get("key")}"]`)) {
        if (filled.has(el)) continue;
        filled.add(el);
        el.replaceChildren();
        draw({ model, el: /** @type {HTMLElement} */ (el) });
      }
    };
    const watcher = new MutationObserver(changes => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (node instanceof Element) fill(node.parentElement ?? node);
    });
    fill(document);
    watcher.observe(document.body, { childList: true, subtree: true });
    signal?.addEventListener("abort", () => watcher.disconnect());
  };
}
