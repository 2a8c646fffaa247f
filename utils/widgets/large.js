// @ts-check
// Shows one widget alone and as large as the window, as a class before a projector needs it. The widget itself moves
// into a dialog and is enlarged there, so nothing is recorded anew, and the widget keeps its state.
import { element, OWN_KEYS } from "./dom.js";
import { TAB_STOPS } from "./keys.js";

/**
 * A widget that can be shown large.
 * @typedef {object} Subject
 * @property {HTMLElement} root what moves into the large view
 * @property {number[]} widths the widths, CSS pixels, among which the large view chooses before it enlarges
 * @property {(width: number) => number} layOut lays the widget out in this width, paints it sharp at the present zoom,
 *   and returns the scale of its picture in this width
 */

const LARGER = { "aria-label": "Large picture", title: "Large picture (key F)", "aria-keyshortcuts": "F" };
const FREE = 24; // CSS pixels of the window that stay free, on both sides together
const SEEN = 1.02; // how many times a picture must be larger for the difference to be seen
const WAY_BACK = "Back (Esc)";
const LARGE_NAME = "Large picture. Escape leads back.";

/**
 * How many times `el` is enlarged by the large view; outside of it 1.
 * @param {Element} el
 */
export function zoomOf(el) {
  const box = /** @type {HTMLElement | null} */ (el.closest("[data-zoom]"));
  return Number(box?.dataset.zoom ?? 1);
}

/**
 * How many pixels of the screen `el` has for one CSS pixel.
 * @param {Element} el
 */
export function density(el) {
  return devicePixelRatio * zoomOf(el);
}

/** The button that shows a widget large and leads back. The key F does both too, and Escape leads back. */
export class LargeButton {
  /** @param {Subject} subject */
  constructor(subject) {
    this.subject = subject;
    this.button = element("button", { type: "button", class: "downhill-enlarge", ...LARGER, ...OWN_KEYS });
    this.button.addEventListener("click", () => this.toggle());
    /** @type {LargeView | null} */
    this.view = null;
    subject.root.addEventListener("keydown", event => {
      if (!asks(event)) return;
      event.preventDefault();
      this.toggle();
    });
  }

  toggle() {
    if (this.view) this.leave();
    else this.enter();
  }

  enter() {
    const { button } = this;
    button.textContent = WAY_BACK;
    button.removeAttribute("aria-label"); // its words name it
    this.view = new LargeView(this.subject, () => {
      this.view = null;
      button.textContent = "";
      button.setAttribute("aria-label", LARGER["aria-label"]);
    });
  }

  leave() {
    this.view?.dialog.close();
  }
}

/**
 * Whether a key asks for the large view; held down, it asks once. In a list, a letter chooses the option that begins
 * with it.
 * @param {KeyboardEvent} event
 */
function asks({ key, ctrlKey, metaKey, altKey, repeat, target }) {
  if (key.toLowerCase() !== "f" || ctrlKey || metaKey || altKey || repeat) return false;
  return !(target instanceof HTMLSelectElement && [...target.options].some(({ text }) => /^f/i.test(text)));
}

/** The dialog in which a widget is large, from its making until it is closed. */
class LargeView {
  /**
   * @param {Subject} subject
   * @param {() => void} left called when the widget is in its own place again
   */
  constructor(subject, left) {
    const { root } = subject;
    this.subject = subject;
    this.left = left;
    // The styles of a widget may hold in a shadow root only, as in marimo, so the dialog stays in the same one.
    this.page = /** @type {Document | ShadowRoot} */ (root.getRootNode());
    this.focused = this.page.activeElement;
    this.scrollBack = scrolledAround(root);
    this.holder = element("div", { class: "downhill-holder", style: `height: ${root.offsetHeight}px` });
    root.replaceWith(this.holder); // so the page keeps its height
    this.box = element("div", { class: "downhill-box" }, root);
    this.whole = element("div", { class: "downhill-whole", tabindex: -1, ...OWN_KEYS }, this.box);
    this.dialog = element("dialog", { class: "downhill-large", "aria-label": LARGE_NAME }, this.whole);
    this.filled = ""; // the size of the window for which the widget was enlarged
    this.resized = new ResizeObserver(() => this.fill());
    this.open();
  }

  open() {
    const { page, dialog, whole, focused, subject } = this;
    (page instanceof Document ? page.body : page).append(dialog);
    dialog.showModal();
    whole.requestFullscreen?.().catch(() => {}); // where that is not allowed, the dialog fills the window
    whole.addEventListener("fullscreenchange", () => page.fullscreenElement || dialog.close());
    dialog.addEventListener("close", () => this.leave());
    this.fill();
    focusOn(subject.root.contains(focused) ? focused : subject.root.querySelector(TAB_STOPS));
    for (const el of [whole, this.box]) this.resized.observe(el); // a longer sentence needs more room
  }

  /** Chooses the width at which the picture is largest once the widget fills the window, and enlarges the widget. */
  fill() {
    const { box, subject } = this;
    const [across, down] = [this.whole.clientWidth - FREE, this.whole.clientHeight - FREE];
    const outgrown = box.offsetHeight * zoomOf(box) > down + 1;
    if (this.filled === `${across} x ${down}` && !outgrown) return;
    this.filled = `${across} x ${down}`;
    const { width, zoom } = largest([across, ...subject.widths], [across, down], width => {
      box.style.width = `${width}px`;
      return { scale: subject.layOut(width), height: box.offsetHeight };
    });
    box.dataset.zoom = String(zoom);
    Object.assign(box.style, { width: `${width}px`, transform: `scale(${zoom})` });
    subject.layOut(width);
  }

  /** Puts the widget back, and the page and the focus to where they were. */
  async leave() {
    const { page, subject, whole } = this;
    this.resized.disconnect();
    if (page.fullscreenElement === whole) await document.exitFullscreen().catch(() => {});
    this.holder.replaceWith(subject.root);
    this.dialog.remove();
    subject.layOut(subject.root.clientWidth);
    this.scrollBack();
    focusOn(this.focused);
    this.left();
  }
}

/**
 * Which of `widths` makes the picture largest once all of the widget is enlarged to fill `room`, and how many times.
 * Of those between which nobody sees a difference the first is taken.
 * @param {number[]} widths
 * @param {[across: number, down: number]} room
 * @param {(width: number) => { scale: number, height: number }} measure the scale of the picture and the height of the
 *   widget in a width, before it is enlarged
 */
export function largest(widths, [across, down], measure) {
  let best = { size: 0, width: across, zoom: 1 };
  for (const width of widths) {
    const { scale, height } = measure(width);
    const zoom = Math.min(across / width, down / height);
    if (zoom * scale > SEEN * best.size) best = { size: zoom * scale, width, zoom };
  }
  return best;
}

/** @param {Element | null} el */
function focusOn(el) {
  if (el instanceof HTMLElement) el.focus({ preventScroll: true });
}

/**
 * Notes how far everything around `el` is scrolled; returns a function that scrolls it there again.
 * @param {Element} el
 */
function scrolledAround(el) {
  /** @type {[around: Element, top: number][]} */
  const tops = [];
  for (let around = el.parentElement; around; around = around.parentElement) tops.push([around, around.scrollTop]);
  return () => {
    for (const [around, top] of tops) around.scrollTop = top;
  };
}
