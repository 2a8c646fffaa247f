// @ts-check
// Stop links: links in the text of a notebook that move a picture to a stop, such as [try 0.9](#lr=0.9).
// Each kind of widget on a page has its own copy of this module, so what they share is kept at `window`.
import { element } from "./dom.js";
import { bringIntoSight, numberOf } from "./sight.js";

/**
 * A picture that stop links can move. `go` moves it to the given values of its controls; it returns "" or, if it
 * cannot, a sentence that says why.
 * @typedef {{ el: HTMLElement, names: string[], go: (values: Map<string, string>) => string,
 *   notebook?: Element | null }} Movable `notebook` is the one in which the picture was drawn
 */

const LINK = /^#\w+=[^&=]+(&\w+=[^&=]+)*$/;
const ANCHOR = 'a[href^="#"][href*="="]:not(.jp-InternalAnchorLink)'; // not the mark with which JupyterLab links a heading
const NOTE = { class: "downhill-link-note", role: "status" };
const MOVED = "The picture has moved.";
const FIRST = "Run the cell of the picture first: then this link moves it.";
// A dot after the link tells it apart from one that leads somewhere. It is a border, which forced colours keep.
const STYLE = `
${ANCHOR}::after { border: 0.2em solid; border-radius: 50%; content: ""; display: inline-block; margin: 0 0 0.1em 0.2em; }
.downhill-link-note { font-style: italic; }
.downhill-link-moved { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }`;

/** Makes the stop links of this page work, once; returns the pictures that they can move. */
export function listenToLinks() {
  const page = /** @type {{ downhillMovables?: Set<Movable> }} */ (window);
  if (!page.downhillMovables) {
    page.downhillMovables = new Set();
    document.head.append(element("style", {}, STYLE));
    document.addEventListener("click", follow, { capture: true }); // before JupyterLab, which looks for a heading
  }
  return page.downhillMovables;
}

/**
 * Lets stop links move a picture as long as it is on the page.
 * @param {Movable} movable
 */
export function offer(movable) {
  const movables = listenToLinks();
  for (const each of movables) if (!onPage(each.el)) movables.delete(each);
  movables.add({ ...movable, notebook: movable.el.closest(".jp-Notebook") });
}

/**
 * Whether `el` is on the page. JupyterLab takes a cell that is far out of sight off the page, and puts it back later.
 * @param {Element} el
 */
function onPage(el) {
  return el.isConnected || el.closest(".jp-Cell") !== null;
}

/**
 * The values that the address of a link names, or null if it is no stop link.
 * @param {string} address
 * @returns {Map<string, string> | null}
 */
export function valuesOf(address) {
  if (!LINK.test(address)) return null;
  const pairs = address
    .slice(1)
    .split("&")
    .map(part => part.split("="));
  return new Map(pairs.map(([name, value]) => [name, decodeURIComponent(value)]));
}

/**
 * Follows a stop link; leaves all other clicks alone.
 * @param {MouseEvent} event
 */
function follow(event) {
  const link = event.target instanceof Element ? event.target.closest(ANCHOR) : null;
  const values = valuesOf(link?.getAttribute("href") ?? "");
  if (!link || !values || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const picture = pictureFor(link, [...values.keys()]);
  const problem = picture ? picture.go(values) : FIRST;
  note(link, problem || MOVED, Boolean(problem));
  if (picture && !problem) bringIntoSight(picture.el, link);
}

/**
 * Of the pictures that have all controls `names`, the nearest one before `link` or, if there is none, the nearest one
 * after it. Another notebook that is open in JupyterLab has its own pictures.
 * @param {Element} link
 * @param {string[]} names
 */
function pictureFor(link, names) {
  const notebook = link.closest(".jp-Notebook");
  const fit = [...listenToLinks()]
    .filter(({ el, names: own }) => onPage(el) && names.every(name => own.includes(name)))
    .filter(({ notebook: own }) => !notebook || !own || own === notebook)
    .sort((a, b) => (precedes(a.el, b.el) ? -1 : 1));
  return fit.filter(({ el }) => precedes(el, link)).pop() ?? fit[0];
}

/**
 * The element of the document that stands for `el`: `el`, or the host of the shadow root in which it lies, as in marimo.
 * @param {Element} el
 * @returns {Element}
 */
function hostOf(el) {
  const { host } = /** @type {ShadowRoot} */ (el.getRootNode());
  return host ? hostOf(host) : el;
}

/**
 * Whether `a` stands before `b` in the document. Of an element that is off the page, JupyterLab's number of its cell
 * says where it stands.
 * @param {Element} a
 * @param {Element} b
 */
function precedes(a, b) {
  if (a.isConnected && b.isConnected)
    return Boolean(hostOf(a).compareDocumentPosition(hostOf(b)) & Node.DOCUMENT_POSITION_FOLLOWING);
  return numberOf(a) < numberOf(b);
}

/**
 * Writes `sentence` after the link, where a screen reader speaks it; others see it only if it is a problem.
 * @param {Element} link
 * @param {string} sentence
 * @param {boolean} problem
 */
function note(link, sentence, problem) {
  const next = link.nextElementSibling;
  const told = next?.classList.contains("downhill-link-note") ? next : element("span", NOTE);
  if (told !== next) link.after(told);
  told.classList.toggle("downhill-link-moved", !problem);
  told.textContent = ` (${sentence})`;
}
