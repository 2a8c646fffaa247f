// Tests on a fake page how a widget moves into the large view, fills the window there, and comes back.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LargeButton } from "../../utils/widgets/large.js";
import { settle } from "../explore/browser/fakes.js";
import { FakeElement, putPage } from "./fake_page.js";

const PLACE = 700; // CSS pixels, the width of the widget in its own place
let room; // the width and height of the window, CSS pixels
let words; // the height of what stands around the picture of the widget
let laidOut; // the widths in which the widget was laid out
let observed; // the elements whose size is observed, and what is called when it changes

/** An element with what the large view uses besides. */
class Part extends FakeElement {
  append(...children) {
    for (const child of children) child.remove?.();
    super.append(...children);
  }
  remove() {
    const around = this.parentElement;
    if (around) around.childNodes = around.childNodes.filter(each => each !== this);
    this.parentElement = null;
  }
  replaceWith(other) {
    const around = this.parentElement;
    other.remove();
    around.childNodes = around.childNodes.map(each => (each === this ? other : each));
    [other.parentElement, this.parentElement] = [around, null];
  }
  contains(el) {
    return this.all(each => each === el).length > 0;
  }
  querySelector() {
    return this.find("input");
  }
  closest() {
    return "zoom" in this.dataset ? this : null;
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  getRootNode() {
    return document;
  }
  focus({ preventScroll }) {
    assert.ok(preventScroll); // the page is scrolled back by itself
    document.activeElement = this;
  }
  get clientWidth() {
    return this.classList.contains("widget") ? PLACE : room[0];
  }
  get clientHeight() {
    return room[1];
  }
  get offsetHeight() {
    const width = Number.parseFloat(this.style.width ?? PLACE);
    return 400 * Math.min(1, width / 600) + (width < 900 ? words : 0);
  }
  showModal() {
    this.modal = true;
  }
  close() {
    this.fire("close");
  }
  async requestFullscreen() {
    document.fullscreenElement = this;
  }
}

class Page {}

beforeEach(() => {
  putPage();
  [room, words, laidOut, observed] = [[1048, 792], 150, [], new Map()];
  Object.assign(globalThis, { HTMLElement: Part, HTMLSelectElement: class {}, Document: Page });
  globalThis.document = Object.assign(new Page(), document, {
    createElement: tag => new Part(tag),
    body: new Part("body"),
    exitFullscreen: async () => {
      document.fullscreenElement = null;
    },
  });
  globalThis.ResizeObserver = class {
    constructor(tell) {
      this.tell = tell;
    }
    observe(el) {
      observed.set(el, this.tell);
    }
    disconnect() {
      observed.clear();
    }
  };
});

/** A widget on a page that is scrolled down, with a slider that has the focus, or not. */
function widget({ focused = true } = {}) {
  const [root, slider, next] = [new Part(), new Part("input"), new Part("button")];
  root.setAttribute("class", "widget");
  const layOut = width => {
    laidOut.push(width);
    return Math.min(1, width / 600);
  };
  const large = new LargeButton({ root, widths: [600, 900], layOut });
  root.append(slider, large.button);
  document.body.append(root, next);
  document.body.scrollTop = 1234;
  document.activeElement = focused ? large.button : next;
  return { root, slider, next, large };
}

/** The same in the large view. */
function opened(options) {
  const made = widget(options);
  made.large.enter();
  const dialog = document.body.find("dialog");
  return { ...made, dialog, whole: dialog.find(".downhill-whole"), box: dialog.find(".downhill-box") };
}

test("the widget moves into a dialog that fills the screen, and its place keeps its height", () => {
  const { root, dialog, whole } = opened();
  assert.ok(dialog.modal && dialog.contains(root));
  assert.equal(dialog.attributes["aria-label"], "Large picture. Escape leads back.");
  assert.ok(document.fullscreenElement === whole);
  assert.equal(document.body.firstChild.attributes.style, "height: 550px");
});

test("the widget is laid out in the width at which its picture is largest, and enlarged to fill the window", () => {
  const { box } = opened();
  const zoom = 768 / 550; // of the window 12 pixels stay free on each side
  assert.equal(laidOut.at(-1), 600);
  assert.deepEqual([box.style.width, box.style.transform, box.dataset.zoom], ["600px", `scale(${zoom})`, String(zoom)]);
});

test("the widget is fitted anew when the window changes, or when a longer sentence makes it too high", () => {
  const { whole, box } = opened();
  const fit = el => {
    observed.get(el)();
    return box.dataset.zoom;
  };
  const { length } = laidOut;
  fit(box);
  assert.equal(laidOut.length, length); // nothing has changed
  words = 200;
  assert.equal(fit(box), String(768 / 600));
  room = [1048, 624];
  assert.equal(fit(whole), String(1024 / 900));
});

test("a window that becomes wider is used even where the widget is not too high for it", () => {
  room = [524, 1500];
  const { whole, box } = opened();
  assert.equal(box.dataset.zoom, "1");
  room = [1224, 1500];
  observed.get(whole)();
  assert.equal(box.dataset.zoom, "2");
});

test("the button says how to come back, and afterwards what it does again", async () => {
  const { large } = opened();
  assert.equal(large.button.textContent, "Back (Esc)");
  assert.ok(!("aria-label" in large.button.attributes)); // its words name it
  large.leave();
  await settle();
  assert.deepEqual([large.button.textContent, large.button.attributes["aria-label"]], ["", "Large picture"]);
  large.button.fire("click");
  assert.ok(document.body.find("dialog"));
});

test("in the large view the focus stays on the control that had it", () => {
  const { large } = opened();
  assert.ok(document.activeElement === large.button);
});

test("where no control of the widget has the focus, its first one gets it in the large view", () => {
  const { slider } = opened({ focused: false });
  assert.ok(document.activeElement === slider);
});

test("the widget comes back to its place and its width, and the page to where it was scrolled and focused", async () => {
  const { root, next, large } = opened({ focused: false });
  document.body.scrollTop = 0;
  large.leave();
  await settle();
  assert.deepEqual([document.body.firstChild === root, document.body.find("dialog")], [true, undefined]);
  assert.equal(laidOut.at(-1), PLACE);
  assert.equal(document.body.scrollTop, 1234);
  assert.ok(document.activeElement === next);
  assert.equal(observed.size, 0);
});

test("when the reader ends the full screen, the large view ends too", async () => {
  const { whole } = opened();
  whole.fire("fullscreenchange"); // the full screen has begun
  await settle();
  assert.ok(document.body.find("dialog"));
  document.fullscreenElement = null;
  whole.fire("fullscreenchange");
  await settle();
  assert.ok(!document.body.find("dialog"));
});

test("the full screen ends before the widget is laid out in its place, and no other full screen is ended", async () => {
  const { dialog, root, large } = opened();
  let end;
  document.exitFullscreen = () => new Promise(resolve => (end = resolve));
  large.leave();
  await settle();
  assert.ok(dialog.contains(root));
  end();
  await settle();
  assert.ok(!dialog.contains(root));
  const again = opened();
  document.fullscreenElement = null; // the browser does not allow it
  end = undefined;
  again.large.leave();
  await settle();
  assert.deepEqual([end, again.dialog.contains(again.root)], [undefined, false]);
});
