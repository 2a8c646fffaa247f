// Tests into which elements a widget is drawn, how elements are made, and how their texts are changed.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { element, write } from "../../utils/widgets/dom.js";
import { mountInto, viewOf } from "../../utils/widgets/mount.js";

/** The part of an element that the code under test uses. */
class FakeElement {
  constructor(key) {
    Object.assign(this, { key, children: [], attributes: {}, parentElement: null, emptied: 0, style: {} });
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  append(...children) {
    this.children.push(...children.map(child => (typeof child === "string" ? { data: child } : child)));
  }
  get firstChild() {
    return this.children[0];
  }
  set textContent(text) {
    assert.equal(text, "");
    this.emptied += 1;
  }
  querySelectorAll(selector) {
    return this.children.filter(child => selector === `[data-downhill="${child.key}"]`);
  }
  closest(selector) {
    assert.equal(selector, ".jp-OutputArea > *");
    return this; // in these tests an output is a place, and not an element around it
  }
  get previousElementSibling() {
    return page.children[page.children.indexOf(this) - 1];
  }
}

let page;
let watcher;
let inNotebook;
let told;

beforeEach(() => {
  page = new FakeElement();
  [watcher, inNotebook, told] = [null, false, []];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.Element = globalThis.HTMLElement = FakeElement;
  globalThis.document = {
    body: page,
    querySelectorAll: selector => page.querySelectorAll(selector),
    querySelector: selector => (selector === ".jp-Notebook" && inNotebook ? page : null),
    createElement: tag => new FakeElement(tag),
  };
  globalThis.MutationObserver = class {
    constructor(callback) {
      watcher = this;
      this.callback = callback;
    }
    observe(root, options) {
      Object.assign(this, { root, options });
    }
    disconnect() {
      this.root = null;
    }
  };
});

/** Adds an element for the widget `key` to the page, as the output of a cell does. */
function add(key) {
  const el = new FakeElement(key);
  el.parentElement = page;
  page.append(el);
  watcher?.callback([{ addedNodes: [{}, el] }]);
  return el;
}

const model = { get: name => (name === "key" ? "ours" : undefined), send: content => told.push(content) };

test("a widget is drawn once into every element with its key, also into elements added later", () => {
  const first = add("ours");
  add("another's");
  const drawn = [];
  mountInto(({ el }) => drawn.push(el))({ model });
  assert.deepEqual(drawn, [first]);
  const second = add("ours");
  add("another's");
  assert.deepEqual(drawn, [first, second]);
  assert.deepEqual([first.emptied, second.emptied], [1, 1]); // the saved line of text is removed
});

test("the two outputs before a place are hidden while the widget is in it, also when they change", () => {
  const [other, still, words] = ["other", "still", "words"].map(add);
  add("ours");
  mountInto(() => {})({ model });
  assert.deepEqual(
    [other, still, words].map(el => el.style.display),
    [undefined, "none", "none"],
  );
  const changed = new FakeElement("still");
  page.children[page.children.indexOf(still)] = changed;
  watcher.callback([{ addedNodes: [changed] }]);
  assert.equal(changed.style.display, "none");
});

test("the kernel is told once that the page has places: when one is filled, or in a notebook without waiting", () => {
  mountInto(() => {})({ model });
  mock.timers.tick(500);
  assert.deepEqual(told, []);
  add("ours");
  add("ours");
  mock.timers.tick(1000);
  assert.deepEqual(told, [{ page: "places" }]);
  inNotebook = true;
  mountInto(() => {})({ model: { ...model, get: () => "another that is not in sight" } });
  mock.timers.tick(1000);
  assert.deepEqual(told, [{ page: "places" }, { page: "places" }]);
});

test("a page without a place says so after a second, and takes it back if a place comes later", () => {
  mountInto(() => {})({ model });
  mock.timers.tick(1000);
  assert.deepEqual(told, [{ page: "nowhere" }]);
  add("ours");
  mock.timers.tick(1000);
  assert.deepEqual(told, [{ page: "nowhere" }, { page: "places" }]);
});

test("a widget that is closed says nothing more of the page", () => {
  const closing = new AbortController();
  mountInto(() => {})({ model, signal: closing.signal });
  closing.abort();
  mock.timers.tick(2000);
  assert.deepEqual(told, []);
});

test("a picture in a notebook comes before the kernel is told of the page, and it is told once", () => {
  inNotebook = true;
  mountInto(() => {})({ model });
  add("ours");
  assert.deepEqual(told, []);
  mock.timers.tick(1000);
  assert.deepEqual(told, [{ page: "places" }]);
});

test("an ordinary view tells the kernel that there is one, and is drawn even if the kernel is gone", () => {
  const drawn = [];
  const render = viewOf(({ el }) => drawn.push(el));
  render({ model, el: "here" });
  assert.deepEqual(told, [{ page: "views" }]);
  const send = () => {
    throw new Error("the kernel is gone");
  };
  render({ model: { ...model, send }, el: "there" });
  assert.deepEqual(drawn, ["here", "there"]);
});

test("places are found wherever they are added to the page", () => {
  mountInto(() => {})({ model });
  assert.deepEqual(watcher.options, { childList: true, subtree: true });
});

test("after a widget has been closed it is not drawn into new elements", () => {
  const controller = new AbortController();
  mountInto(() => {})({ model, signal: controller.signal });
  assert.equal(watcher.root, page);
  controller.abort();
  assert.equal(watcher.root, null);
});

test("a widget that has been closed closes its views", () => {
  const controller = new AbortController();
  let closed = 0;
  add("ours");
  mountInto(() => () => (closed += 1))({ model, signal: controller.signal });
  assert.equal(closed, 0);
  controller.abort();
  assert.equal(closed, 1);
});

test("an element has the given attributes and children, and numbers become text", () => {
  const child = element("span");
  const made = element("input", { min: 0, type: "range" }, child, "words");
  assert.equal(made.key, "input");
  assert.deepEqual(made.attributes, { min: "0", type: "range" });
  assert.deepEqual(made.children, [child, { data: "words" }]);
});

test("a text is changed in place, and only if it differs", () => {
  const el = new FakeElement();
  write(el, "one");
  const node = el.firstChild;
  let written = 0;
  Object.defineProperty(node, "data", {
    get: () => (written ? "two" : "one"),
    set: () => {
      written += 1;
    },
  });
  write(el, "one");
  assert.equal(written, 0);
  write(el, "two");
  write(el, "two");
  assert.equal(written, 1);
  assert.equal(el.children.length, 1);
});
