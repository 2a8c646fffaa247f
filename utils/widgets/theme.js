// @ts-check
// Says whether the pictures of this page are dark, and tells when that changes.
import { darkTwin } from "./dark.js";

const PRINT = "print";
const FORCED = "(forced-colors: active)";
const DARK = "(prefers-color-scheme: dark)";

/** @type {Set<() => void>} */
const watchers = new Set();
let begun = false; // whether the page is watched
let printing = false;
let dark = false;

/** Whether pictures are dark now. To look at the page costs more than to paint, so the answer is kept. */
export function isDark() {
  if (!begun) begin();
  return dark;
}

/**
 * A colour as it is painted now.
 * @param {string} colour "#rrggbb" or "#rrggbbaa", as on white paper
 */
export function themed(colour) {
  return isDark() ? darkTwin(colour) : colour;
}

/**
 * Calls `repaint` each time the pictures have become dark or light; returns a function that ends this.
 * @param {() => void} repaint
 * @returns {() => void}
 */
export function onTheme(repaint) {
  if (!begun) begin();
  watchers.add(repaint);
  return () => watchers.delete(repaint);
}

function begin() {
  begun = true;
  dark = found();
  for (const query of [PRINT, FORCED, DARK]) matchMedia(query).addEventListener("change", update);
  for (const name of ["beforeprint", "afterprint"])
    addEventListener(name, () => {
      printing = name === "beforeprint";
      update();
    });
  const watched = { attributes: true, attributeFilter: ["class", "data-jp-theme-light"] };
  new MutationObserver(update).observe(document.body, watched);
}

function update() {
  const now = found();
  if (now === dark) return;
  dark = now;
  for (const repaint of watchers) repaint();
}

/**
 * Looks at the page. JupyterLab and VS Code say what they are on its body; another page is dark where its reader
 * wishes for dark pages and it says that it follows this wish. Paper is white, and who forces colours has chosen them.
 */
function found() {
  const { classList, dataset } = document.body;
  if (printing || [PRINT, FORCED].some(query => matchMedia(query).matches)) return false;
  if (dataset.jpThemeLight) return dataset.jpThemeLight === "false";
  if (classList.contains("vscode-light")) return false;
  if (classList.contains("vscode-dark")) return true;
  return matchMedia(DARK).matches && getComputedStyle(document.documentElement).colorScheme.includes("dark");
}
