// Tests of the large view what needs no page: which keys ask for it, and which width makes a picture largest.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { density, LargeButton, largest, zoomOf } from "../../utils/widgets/large.js";
import { FakeElement, putPage } from "./fake_page.js";

class FakeSelect extends FakeElement {
  constructor(...texts) {
    super("select");
    this.options = texts.map(text => ({ text }));
  }
}
globalThis.HTMLSelectElement = FakeSelect;
const PICTURE = [600, 400];

beforeEach(() => putPage());

/** How often a key, pressed on `target`, asks for the large view, and how often it is kept from the browser. */
function asked(event, target = new FakeElement("input")) {
  const root = new FakeElement();
  const large = new LargeButton({ root, widths: [], layOut: () => 1 });
  const counts = { asked: 0, kept: 0 };
  large.enter = () => counts.asked++;
  root.fire("keydown", {
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    target,
    preventDefault: () => counts.kept++,
    ...event,
  });
  assert.equal(counts.asked, counts.kept);
  return counts.asked;
}

/** A widget with controls above its picture, which has a width of 600 or less, or beside it where there is room. */
function measure(width) {
  const scale = Math.min(1, width / PICTURE[0]);
  return { scale, height: PICTURE[1] * scale + (width < 900 ? 150 : 0) };
}

test("F asks for the large view, and neither another key nor F with a command key does", () => {
  for (const key of ["f", "F"]) assert.equal(asked({ key }), 1);
  for (const key of ["g", "Enter", "ArrowLeft", "Escape"]) assert.equal(asked({ key }), 0);
  for (const command of ["ctrlKey", "metaKey", "altKey"]) assert.equal(asked({ key: "f", [command]: true }), 0);
  assert.equal(asked({ key: "f", repeat: true }), 0); // the key is held down
});

test("in a list F chooses the option that begins with it, where there is one", () => {
  assert.equal(asked({ key: "f" }, new FakeSelect("repeat", "predict")), 1);
  assert.equal(asked({ key: "f" }, new FakeSelect("repeat", "Far away")), 0);
});

test("F and the button lead back from the large view", () => {
  const large = new LargeButton({ root: new FakeElement(), widths: [], layOut: () => 1 });
  let closed = 0;
  large.view = { dialog: { close: () => closed++ } };
  large.subject.root.fire("keydown", { key: "f", target: large.button });
  large.button.fire("click");
  assert.equal(closed, 2);
});

test("of the widths the one is taken that makes the picture largest, with its controls above it or beside it", () => {
  const widths = [600, 900];
  assert.equal(largest(widths, [1024, 768], measure).width, 600);
  assert.equal(largest(widths, [1366, 640], measure).width, 900);
  const { width, zoom } = largest(widths, [1024, 768], measure);
  assert.ok(Math.abs(zoom * measure(width).height - 768) < 1e-9); // it fills the window
});

test("in a window that is narrower than the picture, the controls are not made smaller than they are", () => {
  const { width, zoom } = largest([390, 600, 900], [390, 844], measure);
  assert.deepEqual([width, zoom], [390, 1]);
});

test("outside of the large view nothing is enlarged, inside of it a canvas has more pixels", () => {
  const canvas = new FakeElement("canvas");
  globalThis.devicePixelRatio = 2;
  assert.deepEqual([zoomOf(canvas), density(canvas)], [1, 2]);
  canvas.closest = selector => (selector === "[data-zoom]" ? { dataset: { zoom: "1.5" } } : null);
  assert.deepEqual([zoomOf(canvas), density(canvas)], [1.5, 3]);
});

test("in a low window the width is taken in which all of the widget is seen and its picture is largest", () => {
  assert.deepEqual(largest([800, 600, 900], [800, 300], measure), { size: 0.75, width: 900, zoom: 0.75 });
  assert.deepEqual(largest([500, 600, 900], [500, 200], measure), { size: 0.5, width: 900, zoom: 0.5 });
});
