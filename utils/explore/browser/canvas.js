// @ts-check
// Paints on a canvas the frames that Matplotlib drew in the kernel. It needs a `FrameCache`, but no sliders or kernel.

import { darkTwin } from "../../widgets/dark.js";
import { contextOf, element } from "../../widgets/dom.js";
import { darkImage } from "./dark_image.js";
import { shapeOf, snapped } from "./paths.js";

/** @import { FrameCache } from "./cache.js" */
/** @import { Clip, Frame, Hatch, ImageOp, Op, Shape, ShapeOp, Style } from "./protocol.js" */

const UNIT = 32; // the kernel's lengths are in 1/32 pixel
const [SEAM_SOLID, SEAM_TRANSPARENT] = [1, 2]; // values of a style's `seam`

/**
 * Paints `frame` on `context`. A dark picture is painted twice: dark, and then, in the light areas, as it was recorded.
 * @param {CanvasRenderingContext2D} context
 * @param {FrameCache} cache
 * @param {Frame} frame
 * @param {number} ratio pixels of the canvas for each pixel of the figure
 * @param {boolean} dark
 */
export function paintFrame(context, cache, frame, ratio, dark = false) {
  const scale = ratio / UNIT;
  const ops = frame.chunks.flatMap(number => cache.chunks.get(number) ?? []);
  new Painter(context, cache, scale, dark).paint(ops);
  const light = ops.filter(op => dark && op[0] === "light");
  if (!light.length) return;
  context.save();
  const areas = light.map(op => /** @type {Clip & {}} */ (op.slice(1)));
  context.clip(regionOf(areas, scale));
  new Painter(context, cache, scale, false).paint(ops);
  context.restore();
}

/**
 * The path of clips or of light areas. The sides of a rectangle are rounded to whole pixels of the canvas.
 * @param {NonNullable<Clip>[]} clips
 * @param {number} scale pixels of the canvas for each unit
 */
function regionOf(clips, scale) {
  const region = new Path2D();
  const round = (/** @type {number} */ value) => Math.round(value * scale) / scale;
  for (const [x, y, width, height] of clips)
    if (typeof width === "string") region.addPath(new Path2D(width), new DOMMatrix().translate(x, y));
    else region.rect(round(x), round(y), round(x + width) - round(x), round(y + Number(height)) - round(y));
  return region;
}

class Painter {
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {FrameCache} cache
   * @param {number} scale pixels of the canvas for each unit
   * @param {boolean} dark
   */
  constructor(context, cache, scale, dark) {
    this.page = context;
    this.context = context; // the context to paint on: the page's, or that of a separate layer
    this.cache = cache;
    this.scale = scale;
    this.dark = dark;
    /** @type {string | null} */
    this.clip = null; // the present clip, as JSON
    /** @type {number | null} */
    this.style = null; // the number of the present style
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.save();
  }

  /**
   * The colour with which a recorded colour is painted.
   * @param {string} colour
   */
  ink(colour) {
    return this.dark ? darkTwin(colour) : colour;
  }

  /** @param {Op[]} ops */
  paint(ops) {
    for (const op of ops)
      if (op[0] === "image" || op[0] === "drawn") this.paintImage(op);
      else if (op[0] !== "light") this.paintShapes(/** @type {ShapeOp} */ (op));
    this.useLayer(false);
    this.page.restore();
  }

  /** @param {ImageOp} op */
  paintImage([kind, clip, bitmap, a, b, c, d, e, f, alpha]) {
    this.useLayer(false);
    this.useClip(clip);
    const { context } = this;
    context.save();
    context.transform(a, b, c, d, e, f);
    context.globalAlpha = alpha;
    context.imageSmoothingEnabled = Math.hypot(a, b) < 1.01 * UNIT; // an enlarged image keeps sharp squares
    const image = /** @type {ImageBitmap} */ (bitmap);
    context.drawImage(kind === "drawn" && this.dark ? darkImage(image) : image, 0, 0);
    context.restore();
  }

  /** @param {ShapeOp} op */
  paintShapes(op) {
    const style = this.useStyle(op[0]);
    if (typeof op[1] === "string") op[1] = shapeOf(op[1]);
    const shape = /** @type {Shape} */ (typeof op[1] === "number" ? this.cache.definitions[op[1]] : op[1]);
    if (op.scale !== this.scale) Object.assign(op, { scale: this.scale, snapped: [] });
    const kept = /** @type {Path2D[]} */ (op.snapped); // the snapped paths are kept for the next painting
    for (let i = 2; i < op.length; i += 2) {
      const [x, y] = [Number(op[i]), Number(op[i + 1])];
      if (style.snap) kept[i] ??= snapped(shape, x, y, this.scale, style);
      if (style.snap) this.paintPath(style, kept[i]);
      else this.paintPath(style, shape.path, x, y);
    }
  }

  /**
   * Fills and strokes `path` at (x, y).
   * @param {Style} style
   * @param {Path2D} path
   */
  paintPath(style, path, x = 0, y = 0) {
    const { context } = this;
    context.translate(x, y);
    if (style.face) context.fill(path);
    if (style.hatch) this.fillWith(style.hatch, path, x, y);
    if (style.edge || style.seam === SEAM_SOLID) context.stroke(path);
    context.translate(-x, -y);
  }

  /**
   * Sets the canvas to the style with this number, unless it is set already, and returns the style.
   * @param {number} number
   */
  useStyle(number) {
    const style = /** @type {Style} */ (this.cache.definitions[number]);
    if (this.style === number) return style;
    this.useLayer(style.seam === SEAM_TRANSPARENT);
    this.useClip(style.clip);
    const { context } = this;
    const edge = style.edge ?? (style.seam ? style.face : null);
    context.fillStyle = style.face ? this.ink(style.face) : "transparent";
    context.strokeStyle = edge ? this.ink(edge) : "transparent";
    context.lineWidth = style.seam ? 1.5 / this.scale : style.width; // a line of 1.5 pixels covers the gap
    context.setLineDash(style.dashes?.slice(1) ?? []);
    context.lineDashOffset = style.dashes?.[0] ?? 0;
    context.lineCap = style.cap;
    context.lineJoin = style.join;
    this.style = number;
    return style;
  }

  /**
   * Begins or ends a layer on which the colours of transparent neighbouring fills are added. Where two fills cover half
   * of a pixel each, the sum of both is the full colour, and no gap is visible.
   * @param {boolean} wanted
   */
  useLayer(wanted) {
    const { context, page, scale } = this;
    if (wanted === (context !== page)) return;
    context.restore();
    this.context = wanted
      ? contextOf(element("canvas", { width: page.canvas.width, height: page.canvas.height }))
      : page;
    if (wanted) this.context.globalCompositeOperation = "lighter";
    else {
      page.resetTransform();
      page.drawImage(context.canvas, 0, 0);
    }
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.context.save();
    this.clip = this.style = null;
  }

  /**
   * Sets the clip of the canvas, unless it is set already.
   * @param {Clip} clip
   */
  useClip(clip) {
    const key = JSON.stringify(clip);
    if (this.clip === key) return;
    this.context.restore();
    this.context.save();
    this.style = null;
    this.clip = key;
    if (clip) this.context.clip(regionOf([clip], this.scale));
  }

  /**
   * Fills `path` with the pattern of `hatch`. The origin of the canvas has been moved to (x, y), but the pattern stays
   * fixed to the corner of the canvas.
   * @param {Hatch} hatch
   * @param {Path2D} path
   * @param {number} x
   * @param {number} y
   */
  fillWith(hatch, path, x, y) {
    const { context, scale } = this;
    const colour = this.ink(hatch.color);
    if (hatch.scale !== scale) Object.assign(hatch, { patterns: {}, scale });
    const kept = /** @type {Record<string, CanvasPattern | null>} */ (hatch.patterns);
    kept[colour] ??= this.pattern(hatch, colour);
    kept[colour]?.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, -x, -y]));
    const before = context.fillStyle;
    context.fillStyle = kept[colour] ?? before;
    context.fill(path);
    context.fillStyle = before;
  }

  /**
   * The pattern of `hatch` for this canvas, its lines in `colour`.
   * @param {Hatch} hatch
   * @param {string} colour
   */
  pattern({ x, y, shape, width, size }, colour) {
    const side = Math.round(size * this.scale);
    const lines = new Path2D(shape);
    const square = contextOf(element("canvas", { width: side, height: side }));
    square.setTransform(side / size, 0, 0, side / size, (x * side) / size, (y * side) / size);
    square.fillStyle = square.strokeStyle = colour;
    square.lineWidth = width;
    square.fill(lines);
    square.stroke(lines);
    return this.context.createPattern(square.canvas, "repeat");
  }
}
