// Tests on a fake page when a still picture gets its dark twin, and which areas of that stay light.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { followTheme } from "../../utils/publish/templates/stills.js";
import { fakeContext, settle } from "../explore/browser/fakes.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";

let page;
let canvas;

before(() => {
  page = putPage(); // one page for all tests, since whether it is dark is looked up once
  globalThis.document.createElement = tag => {
    canvas = Object.assign(new FakeElement(tag), { toBlob: done => done("the PNG") });
    canvas.context = fakeContext(canvas);
    canvas.context.getImageData = () => ({ data: new Uint8ClampedArray(4) });
    return canvas;
  };
});

/** Makes the page dark or light. */
function turn(dark) {
  document.body.dataset.jpThemeLight = String(!dark);
  for (const tell of page.changed) tell([]);
}

/** A still picture of 400 x 200 pixels that is 200 CSS pixels wide. */
function still(t, light) {
  t.mock.method(URL, "createObjectURL", blob => `blob:${blob}`);
  const img = { naturalWidth: 400, naturalHeight: 200, dataset: { light }, decoded: 0, twins: [] };
  img.getAttribute = name => ({ width: "200" })[name];
  img.decode = async () => {
    img.decoded += 1;
  };
  img.cloneNode = () => ({
    decode: async function () {
      await settle();
      this.ready = this.src;
    },
  });
  img.before = twin => img.twins.push({ className: twin.className, src: twin.src, ready: twin.ready });
  return img;
}

/** Waits until a twin has been made and decoded. */
async function settled() {
  for (let turn = 0; turn < 3; turn++) await settle();
}

const TWIN = { className: "dark", src: "blob:the PNG", ready: "blob:the PNG" };

test("a still gets its dark twin once it is near the window and the page is dark", async t => {
  const img = still(t, "[]");
  followTheme(img);
  page.see(true);
  await settle();
  assert.deepEqual([img.decoded, img.twins], [0, []]); // a light page has no work with it
  turn(true);
  await settled();
  assert.deepEqual([img.decoded, img.twins], [1, [TWIN]]);
  turn(false);
  turn(true);
  await settle();
  assert.deepEqual(img.twins, [TWIN]);
});

test("on a dark page a still gets its twin as soon as it is near", async t => {
  turn(true);
  page.sighted.length = 0;
  const img = still(t, undefined);
  followTheme(img);
  page.see(false);
  await settle();
  assert.deepEqual(img.twins, []);
  page.see(true);
  await settled();
  assert.deepEqual(img.twins, [TWIN]);
});

test("the light areas, which are given in the still's own size, are painted from the still", async t => {
  turn(true);
  page.sighted.length = 0;
  const img = still(t, "[[10, 20, 60, 50], [100, 0, 150.2, 10]]");
  followTheme(img);
  page.see(true);
  await settled();
  const painted = canvas.context.done.filter(([name, image]) => name === "drawImage" && image === img);
  assert.deepEqual(
    painted.map(([, , ...numbers]) => numbers),
    [
      [0, 0],
      [20, 40, 100, 60, 20, 40, 100, 60],
      [200, 0, 100, 20, 200, 0, 100, 20],
    ],
  );
  assert.deepEqual([canvas.attributes.width, canvas.attributes.height], ["400", "200"]);
});
