// Tests that the CSS of widgets is added to a page once, and to a shadow root where a view stands in one.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { addStyle } from "../../utils/widgets/style.js";

/** The part of a document's head or of a shadow root that the code under test uses. */
class Place {
  styles = [];
  querySelectorAll() {
    return this.styles;
  }
  append(style) {
    this.styles.push(style);
  }
  texts() {
    return this.styles.map(style => style.textContent);
  }
}

let head;

beforeEach(() => {
  head = new Place();
  globalThis.ShadowRoot = class extends Place {};
  globalThis.document = {
    head,
    createElement: () => ({
      setAttribute() {},
      append(text) {
        this.textContent = text;
      },
    }),
  };
});

test("each CSS is added once, however many widgets have it", () => {
  for (const css of ["a {}", "a {}", "b {}", "a {}"]) addStyle(document, css);
  assert.deepEqual(head.texts(), ["a {}", "b {}"]);
});

test("a view that is not on the page yet has the CSS of the page", () => {
  addStyle({}, "a {}");
  assert.deepEqual(head.texts(), ["a {}"]);
});

test("the CSS of a page does not reach into a shadow root, so a view there gets its own", () => {
  const root = new ShadowRoot();
  for (const place of [document, root, root]) addStyle(place, "a {}");
  assert.deepEqual([head.texts(), root.texts()], [["a {}"], ["a {}"]]);
});
