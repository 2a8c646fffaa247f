// @ts-check
// Places the panels of a picture on the page: side by side where there is room, else in several lines.
import { contextOf, element } from "../../widgets/dom.js";
import { paintFrame } from "./canvas.js";

/** @import { FrameCache } from "./cache.js" */
/** @import { Frame } from "./protocol.js" */
/** @typedef {[x: number, y: number, width: number, height: number]} Panel a part of the figure, pixels of the figure */
/**
 * @typedef {object} Tile a panel on the page
 * @property {Panel} panel
 * @property {number} left CSS pixels from the left edge of the picture
 * @property {number} top
 * @property {number} scale CSS pixels for each pixel of the figure
 *
 * @typedef {{ width: number, height: number, tiles: Tile[] }} Arrangement
 */

const READABLE = 0.6; // the smallest scale at which letters of 11 points have 9 CSS pixels, which can just be read

/**
 * Places `panels` in lines that are at most `across` CSS pixels wide: in one line, as they are in the figure, or in
 * several where one line would be too small to read. A picture is never enlarged.
 * @param {Panel[]} panels in reading order
 * @param {[width: number, height: number]} size of the figure, pixels
 * @param {number} across
 * @returns {Arrangement}
 */
export function arrange(panels, [width, height], across) {
  const broken = panels.length > 1 && across < READABLE * width;
  const lines = broken ? linesOf(panels, across / READABLE) : [[/** @type {Panel} */ ([0, 0, width, height])]];
  /** @type {Arrangement} */
  const arrangement = { width: 0, height: 0, tiles: [] };
  for (const line of lines) addLine(arrangement, line, across);
  return arrangement;
}

/**
 * Splits `panels` into lines of neighbours that are at most `longest` pixels long, or of one panel.
 * @param {Panel[]} panels
 * @param {number} longest
 */
function linesOf(panels, longest) {
  /** @type {Panel[][]} */
  const lines = [];
  for (const panel of panels) {
    const line = lines[lines.length - 1] ?? [];
    if (line.length && line[0][1] === panel[1] && lengthOf([...line, panel]) <= longest) line.push(panel);
    else lines.push([panel]);
  }
  return lines;
}

/** @param {Panel[]} line */
function lengthOf(line) {
  return line.reduce((sum, panel) => sum + panel[2], 0);
}

/**
 * Adds a line of panels below what is already in `arrangement`.
 * @param {Arrangement} arrangement
 * @param {Panel[]} line
 * @param {number} across
 */
function addLine(arrangement, line, across) {
  const scale = Math.min(1, across / lengthOf(line));
  let left = 0;
  for (const panel of line) {
    arrangement.tiles.push({ panel, left, top: arrangement.height, scale });
    left += panel[2] * scale;
  }
  arrangement.width = Math.max(arrangement.width, left);
  arrangement.height += Math.max(...line.map(panel => panel[3])) * scale;
}

/**
 * The point of the figure that the tile shows at (x, y) of the picture on the page.
 * @param {Tile} tile
 * @param {number} x
 * @param {number} y
 */
export function pointOf({ panel, left, top, scale }, x, y) {
  return [panel[0] + (x - left) / scale, panel[1] + (y - top) / scale];
}

/**
 * The tile at (x, y) of the picture on the page or, outside all tiles, the nearest one.
 * @param {Arrangement} arrangement
 * @param {number} x
 * @param {number} y
 */
export function tileAt({ tiles }, x, y) {
  const beyond = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ length) =>
    Math.max(from - at, 0, at - from - length);
  const distances = tiles.map(({ panel, left, top, scale }) =>
    Math.hypot(beyond(x, left, panel[2] * scale), beyond(y, top, panel[3] * scale)),
  );
  return tiles[distances.indexOf(Math.min(...distances))];
}

/**
 * Paints `frame` on a canvas in the given arrangement. Where the panels take several lines, the whole frame is painted
 * once for each scale on a canvas that is not shown, and the panels are copied from it.
 * @param {CanvasRenderingContext2D} context
 * @param {FrameCache} cache
 * @param {Frame} frame
 * @param {Arrangement} arrangement
 * @param {[width: number, height: number]} size of the figure, pixels
 * @param {number} density pixels of the canvas for each CSS pixel
 * @param {boolean} dark
 */
export function paintArranged(context, cache, frame, { tiles }, size, density, dark = false) {
  if (tiles.length === 1) {
    paintFrame(context, cache, frame, tiles[0].scale * density, dark);
    return;
  }
  context.resetTransform();
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (const scale of new Set(tiles.map(tile => tile.scale))) {
    const ratio = scale * density;
    const [width, height] = size.map(pixels => Math.ceil(pixels * ratio));
    const whole = element("canvas", { width, height });
    paintFrame(contextOf(whole), cache, frame, ratio, dark);
    for (const { panel, left, top } of tiles.filter(tile => tile.scale === scale)) {
      const [x, y, w, h] = panel.map(pixels => Math.round(pixels * ratio));
      context.drawImage(whole, x, y, w, h, Math.round(left * density), Math.round(top * density), w, h);
    }
  }
}
