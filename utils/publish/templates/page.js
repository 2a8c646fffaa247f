// Puts the baked pictures of a page in their places; `downhill` is the module of `explore.js`. All of them at once, so
// that no link moves from under a finger when one comes late; what their sliders show is unpacked as they come near.
{
  // As much of a widget's model as the browser's half asks of one; without `send` it knows that there is no kernel.
  const standIn = (state, near) => {
    const baked = near.then(() => Uint8Array.from(atob(state.baked), letter => letter.charCodeAt(0)));
    return { get: name => (name === "baked" ? baked : state[name]) };
  };
  const nearby = new WeakMap(); // place -> what to do when it comes near
  const watcher = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) nearby.get(target)();
  }, { rootMargin: "100%" });
  for (const place of document.querySelectorAll("[data-state]")) {
    const near = new Promise(come => nearby.set(place, come));
    watcher.observe(place);
    const state = JSON.parse(document.getElementById(place.dataset.state).textContent);
    downhill.render({ model: standIn(state, near), el: place });
  }
}
