// @ts-check
// The second image and the picture of scores, which Python shows beside the pad.
import { element } from "../widgets/dom.js";
import { pixelCanvas } from "./pixel_canvas.js";
import { counted, dots } from "./scores.js";

/** @import { Group } from "./scores.js" */

/** The elements beside the pad: a second image under its caption, and the picture of scores. */
export class SidePanel {
  /** @param {boolean} signed */
  constructor(signed) {
    this.caption = element("figcaption");
    this.copy = element("canvas", { role: "img" });
    this.figure = element("figure", { class: "downhill-seen", hidden: "" }, this.caption, this.copy);
    this.scores = element("canvas", { class: "downhill-scores", role: "img", "aria-label": "Scores", hidden: "" });
    this.drawCopy = pixelCanvas(this.copy, signed);
    this.drawScores = dots(this.scores);
  }

  /** @param {Float32Array} image */
  showImage(image) {
    this.figure.hidden = !image.length;
    if (image.length) this.drawCopy(image, null);
  }

  /** @param {string} caption */
  showCaption(caption) {
    this.caption.textContent = caption;
    this.copy.setAttribute("aria-label", caption);
  }

  /** @param {Group[]} groups */
  showScores(groups) {
    this.scores.hidden = !groups.length;
    if (!groups.length) return;
    this.scores.setAttribute("aria-label", groups.map(counted).join("; "));
    this.drawScores(groups);
  }
}
