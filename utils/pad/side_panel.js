// @ts-check
// What Python shows beside the pad: an image, the evidence of its pixels, bars, and the picture of scores.
import { element } from "../widgets/dom.js";
import { Bars } from "./bars.js";
import { pixelCanvas } from "./pixel_canvas.js";
import { counted, dots } from "./scores.js";

/** @import { Group } from "./scores.js" */

/** An image of 28 x 28 pixels under its caption, which is its text alternative too; hidden until there is one. */
class CaptionedImage {
  /** @param {boolean} signed */
  constructor(signed) {
    this.caption = element("figcaption");
    this.canvas = element("canvas", { role: "img" });
    this.figure = element("figure", { class: "downhill-seen", hidden: "" }, this.caption, this.canvas);
    this.draw = pixelCanvas(this.canvas, signed);
  }

  /** @param {Float32Array} pixels */
  show(pixels) {
    this.figure.hidden = !pixels.length;
    if (pixels.length) this.draw(pixels, null);
  }

  /** @param {string} words */
  say(words) {
    this.caption.textContent = words;
    this.canvas.setAttribute("aria-label", words);
  }
}

/** The elements beside the pad. */
export class SidePanel {
  /** @param {boolean} signed */
  constructor(signed) {
    this.image = new CaptionedImage(signed);
    this.evidence = new CaptionedImage(true);
    this.bars = new Bars();
    this.scores = element("canvas", { class: "downhill-scores", role: "img", "aria-label": "Scores", hidden: "" });
    this.drawScores = dots(this.scores);
    /** @type {Group[]} */
    this.groups = []; // of scores, those that are shown
    const images = element("div", { class: "downhill-images" }, this.image.figure, this.evidence.figure);
    this.parts = [this.bars.root, this.scores, images];
  }

  /** @param {Group[]} groups */
  showScores(groups) {
    this.groups = groups;
    this.scores.hidden = !groups.length;
    if (!groups.length) return;
    this.scores.setAttribute("aria-label", groups.map(counted).join("; "));
    this.drawScores(groups);
  }
}
