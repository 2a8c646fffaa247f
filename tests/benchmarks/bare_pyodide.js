// Pyodide as anybody would start it: draws one figure with Matplotlib, and says how long all that took.
self.onmessage = async ({ data: wheels }) => {
  const began = performance.now();
  importScripts("run/pyodide.js");
  const pyodide = await loadPyodide({ indexURL: new URL("run/", location.href).href, env: { MPLBACKEND: "agg" } });
  await pyodide.loadPackage(wheels.map(name => new URL(`run/${name}`, location.href).href));
  pyodide.runPython(`
import io
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [1, 4, 9])
fig.savefig(io.BytesIO(), format="png")`);
  postMessage(performance.now() - began);
};
