// Puts a widget where `place.py` left a line of text for it. `draw({ model, el })` draws a view into an element.

export function mountInto(draw) {
  return ({ model, signal }) => {
    const taken = new WeakSet();
    const look = root => {
      for (const el of root.querySelectorAll(`[data-downhill="${model.get("key")}"]`)) {
        if (taken.has(el)) continue;
        taken.add(el);
        el.replaceChildren();
        draw({ model, el });
      }
    };
    const watcher = new MutationObserver(changes => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node.nodeType === Node.ELEMENT_NODE) look(node.parentElement ?? node);
    });
    look(document);
    watcher.observe(document.body, { childList: true, subtree: true });
    signal?.addEventListener("abort", () => watcher.disconnect());
  };
}
