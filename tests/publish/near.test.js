// Tests that a page waits until a reader comes near to what it is to unpack.
import assert from "node:assert/strict";
import { test } from "node:test";
import { comesNear } from "../../utils/publish/templates/near.js";
import { settle } from "../explore/browser/fakes.js";

test("what is one window away counts as near, and what is farther away does not", async () => {
  let [tell, asked, near] = [null, null, false];
  globalThis.IntersectionObserver = class {
    constructor(callback, options) {
      tell = callback;
      asked = options;
    }
    observe(el) {
      asked.el = el;
    }
  };
  comesNear("picture").then(() => {
    near = true;
  });
  assert.deepEqual(asked, { rootMargin: "100%", el: "picture" });
  tell([{ isIntersecting: false }]);
  await settle();
  assert.equal(near, false);
  tell([{ isIntersecting: false }, { isIntersecting: true }]); // a quick reader leaves several entries
  await settle();
  assert.equal(near, true);
});
