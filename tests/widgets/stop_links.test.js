// Tests which clicks are stop links, which picture they move, and what they say, on a page that is a list of elements.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let page;
let links;

/** An element of the page; its place in `page.elements` is its place in the document. */
class Part {
  constructor(kind, href = "") {
    Object.assign(this, { kind, href, isConnected: true, notes: [], attributes: {}, scrolled: [] });
    const classes = new Set();
    this.classList = { contains: name => classes.has(name), toggle: (name, on) => on && classes.add(name) };
    this.setAttribute = (_, value) => classes.add(value);
    page.elements.push(this);
  }
  getAttribute(name) {
    return name === "href" ? this.href : (this.cell ?? null);
  }
  closest(selector) {
    if (selector.startsWith("a[")) return this.kind === "link" ? this : null;
    if (selector === ".jp-Cell" || selector.startsWith("[data-windowed")) return this.cell ? this : null;
    return selector === ".jp-Notebook" ? (this.notebook ?? null) : null;
  }
  getRootNode() {
    return this.shadow ?? page;
  }
  compareDocumentPosition(other) {
    return page.elements.indexOf(other) > page.elements.indexOf(this) ? 4 : 2;
  }
  get nextElementSibling() {
    return this.told;
  }
  after(told) {
    this.told = told;
  }
  append() {}
  getClientRects() {
    return [1];
  }
  scrollIntoView(how) {
    this.scrolled.push(how);
  }
}

beforeEach(async () => {
  page = { elements: [], clicks: [], styles: 0, still: false };
  globalThis.Element = Part;
  globalThis.Node = { DOCUMENT_POSITION_FOLLOWING: 4 };
  globalThis.window = { matchMedia: () => ({ matches: page.still }) };
  globalThis.document = {
    createElement: () => new Part("made"),
    head: { append: () => (page.styles += 1) },
    addEventListener: (name, act, { capture }) => page.clicks.push([name, act, capture]),
  };
  links = await import("../../utils/widgets/stop_links.js");
  links.listenToLinks();
});

/** A picture with the controls `names`; `went` holds the values that it was moved to. */
function picture(...names) {
  const el = new Part("picture");
  const made = { el, went: [], problem: "" };
  const go = values => {
    made.went.push(Object.fromEntries(values));
    return made.problem;
  };
  links.offer({ el, names, go });
  return made;
}

/** Clicks `target`; returns whether the click was taken away from the page. */
function click(target, keys = {}) {
  let taken = 0;
  const take = () => {
    taken += 1;
  };
  page.clicks[0][1]({ target, preventDefault: take, stopPropagation: take, ...keys });
  return taken === 2;
}

const told = link => link.told?.textContent;

test("there is one listener for a page, before those of JupyterLab", () => {
  picture("lr");
  picture("lr");
  assert.deepEqual(
    page.clicks.map(([name, , capture]) => [name, capture]),
    [["click", true]],
  );
  assert.equal(page.styles, 1);
});

test("the address of a stop link names controls and values", () => {
  const values = address => links.valuesOf(address) && Object.fromEntries(links.valuesOf(address));
  assert.deepEqual(values("#lr=0.9&start=-1.5"), { lr: "0.9", start: "-1.5" });
  assert.deepEqual(values("#f=x**2&loss=two%20words"), { f: "x**2", loss: "two words" });
  for (const other of ["#Try", "#y-=-x", "02_gradient.ipynb#lr=1", "#lr=", "#", ""]) assert.equal(values(other), null);
});

test("of the pictures with all named controls the nearest before the link moves, else the nearest after it", () => {
  const before = new Part("link", "#lr=0.1");
  const first = picture("lr");
  const second = picture("lr", "start");
  const middle = new Part("link", "#lr=0.5");
  const both = new Part("link", "#start=1&lr=2");
  const third = picture("x", "start");
  const end = new Part("link", "#start=3");
  for (const link of [before, middle, both, end]) assert.ok(click(link));
  assert.deepEqual(first.went, [{ lr: "0.1" }]);
  assert.deepEqual(second.went, [{ lr: "0.5" }, { start: "1", lr: "2" }]);
  assert.deepEqual(third.went, [{ start: "3" }]);
});

test("a picture that has only some of the named controls is not moved, even if it is nearer", () => {
  const whole = picture("lr", "start");
  const part = picture("lr");
  click(new Part("link", "#lr=0.5&start=2"));
  assert.deepEqual([whole.went, part.went], [[{ lr: "0.5", start: "2" }], []]);
  const link = new Part("link", "#lr=0.5&steps=9");
  click(link);
  assert.match(told(link), /Run the cell of the picture first/);
  assert.deepEqual(part.went, []);
});

test("a picture in a shadow root, as in marimo, stands where its host does", () => {
  const hidden = () => {
    const host = new Part("host");
    const made = picture("lr");
    made.el.shadow = { host };
    page.elements.pop(); // the document does not order what is in a shadow root
    return made;
  };
  const first = hidden();
  const link = new Part("link", "#lr=0.5");
  const second = hidden();
  click(link);
  assert.deepEqual([first.went, second.went], [[{ lr: "0.5" }], []]);
  const third = hidden();
  click(new Part("link", "#lr=0.9"));
  assert.deepEqual(third.went, [{ lr: "0.9" }]);
});

test("without a picture a sentence beside the link says what to run, and goes when there is one", () => {
  const link = new Part("link", "#lr=0.1");
  assert.ok(click(link));
  assert.equal(told(link), " (Run the cell of the picture first: then this link moves it.)");
  assert.ok(!link.told.classList.contains("downhill-link-moved"));
  const note = link.told;
  const late = picture("lr");
  click(link);
  assert.equal(link.told, note); // not a second one
  assert.equal(told(link), " (The picture has moved.)");
  assert.ok(note.classList.contains("downhill-link-moved")); // only a screen reader gets this
  late.problem = "lr = 0.1 is no stop of this picture.";
  click(link);
  assert.equal(told(link), " (lr = 0.1 is no stop of this picture.)");
  assert.equal(late.el.scrolled.length, 1);
});

test("ordinary links, and clicks with a key that opens another window, are left alone", () => {
  const moved = picture("lr");
  for (const href of ["#Try", "#y-=-x"]) assert.ok(!click(new Part("link", href)));
  assert.ok(!click(new Part("text")));
  for (const key of ["ctrlKey", "metaKey", "shiftKey", "altKey"])
    assert.ok(!click(new Part("link", "#lr=1"), { [key]: true }), key);
  assert.deepEqual(moved.went, []);
});

test("a picture that its cell has replaced is not moved, one that JupyterLab has taken out of sight is", () => {
  const old = picture("lr");
  const away = picture("lr");
  const link = new Part("link", "#lr=1");
  [old.el.isConnected, away.el.isConnected] = [false, false];
  [away.el.cell, link.cell] = ["3", "7"];
  click(link);
  assert.deepEqual([old.went, away.went], [[], [{ lr: "1" }]]);
  assert.equal(links.listenToLinks().size, 2);
  picture("x");
  assert.equal(links.listenToLinks().size, 2); // the old one is forgotten
});

test("a picture of another notebook is not moved, also when JupyterLab has taken it off the page", () => {
  const offered = notebook => {
    const el = Object.assign(new Part("picture"), { notebook, cell: "3" });
    const went = [];
    links.offer({ el, names: ["lr"], go: values => went.push(values) && "" });
    return { el, went };
  };
  const [other, own] = [offered("other"), offered("mine")];
  other.el.isConnected = false;
  click(Object.assign(new Part("link", "#lr=1"), { notebook: "mine", cell: "7" }));
  assert.deepEqual([other.went.length, own.went.length], [0, 1]);
});

test("of two pictures the one nearest to the link moves, whichever was drawn first", () => {
  const [far, near] = ["far", "near"].map(title => Object.assign(new Part("picture"), { title }));
  const went = [];
  for (const el of [near, far]) links.offer({ el, names: ["lr"], go: () => went.push(el.title) && "" });
  click(new Part("link", "#lr=1"));
  assert.deepEqual(went, ["near"]);
});

test("a picture below the link that JupyterLab has taken off the page does not move instead of one above it", () => {
  const [above, below] = [picture("lr"), picture("lr")];
  below.el.isConnected = false;
  [above.el.cell, below.el.cell] = ["3", "9"];
  click(Object.assign(new Part("link", "#lr=1"), { cell: "7" }));
  assert.deepEqual([above.went.length, below.went.length], [1, 0]);
});

test("a link whose notebook has no picture moves none of another notebook", () => {
  const el = Object.assign(new Part("picture"), { notebook: "other" });
  const went = [];
  links.offer({ el, names: ["lr"], go: values => went.push(values) && "" });
  const link = Object.assign(new Part("link", "#lr=1"), { notebook: "mine" });
  click(link);
  assert.deepEqual(went, []);
  assert.match(told(link), /Run the cell of the picture first/);
});

test("a picture moves too where it or the link is in no notebook", () => {
  const moved = picture("lr");
  click(Object.assign(new Part("link", "#lr=1"), { notebook: "mine" }));
  const inside = Object.assign(new Part("picture"), { notebook: "mine" });
  const went = [];
  links.offer({ el: inside, names: ["steps"], go: values => went.push(values) && "" });
  click(new Part("link", "#steps=1"));
  assert.deepEqual([moved.went.length, went.length], [1, 1]);
});

test("the picture is scrolled to, gently unless the reader has asked for less motion", async () => {
  const moved = picture("lr");
  const link = new Part("link", "#lr=1");
  click(link);
  page.still = true;
  click(link);
  assert.deepEqual(moved.el.scrolled, [
    { block: "nearest", behavior: "smooth" },
    { block: "nearest", behavior: "auto" },
  ]);
});
