// Tests what stands beside a pad: both images with their colours, and the scores.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SidePanel } from "../../utils/pad/side_panel.js";
import { fakeContext } from "../explore/browser/fakes.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";

let inks; // the images that are enlarged: those of the image and of the evidence

beforeEach(() => {
  putPage();
  inks = [];
  document.createElement = tag => {
    const made = Object.assign(new FakeElement(tag), { context: fakeContext() });
    made.context.createImageData = () => {
      const image = { data: new Uint8ClampedArray(4 * 784) };
      inks.push(image);
      return image;
    };
    return made;
  };
});

/** The colour of the first pixel of an image. */
const first = ink => [...ink.data.slice(0, 3)];

test("the evidence has the colours of signs also where the image is grey, as for ink", () => {
  const { image, evidence } = new SidePanel(false);
  image.show(new Float32Array(784).fill(1));
  evidence.show(new Float32Array(784).fill(-1));
  assert.deepEqual(inks.map(first), [
    [0, 0, 0],
    [0, 114, 178],
  ]);
});

test("an image that Python takes back is hidden", () => {
  const { image } = new SidePanel(false);
  image.show(new Float32Array(784));
  assert.equal(image.figure.hidden, false);
  image.show(new Float32Array(0));
  assert.equal(image.figure.hidden, true);
});

test("scores are drawn, and kept to be drawn again", () => {
  const panel = new SidePanel(true);
  const groups = [
    ["threes", [1, -1]],
    ["sevens", [0]],
  ];
  panel.showScores(groups);
  assert.equal(panel.scores.context.done.filter(([name]) => name === "arc").length, 3);
  assert.equal(panel.groups, groups);
});
