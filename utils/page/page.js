// Puts the baked pictures of a page in their places, each when it comes near: `downhill` is the module of `explore.js`.
{
  // As much of a widget's model as the browser's half asks of one; without `send` it knows that there is no kernel.
  const standIn = state => {
    state.baked = Uint8Array.from(atob(state.baked), letter => letter.charCodeAt(0));
    return { get: name => state[name] };
  };
  const watcher = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      const model = standIn(JSON.parse(document.getElementById(target.dataset.state).textContent));
      downhill.render({ model, el: target });
    }
  }, { rootMargin: "100%" });
  for (const place of document.querySelectorAll("[data-state]")) watcher.observe(place);
}
