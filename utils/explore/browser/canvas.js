// Replays on a canvas what `recorder.py` wrote down; the format is described there. Knows nothing of sliders or kernels.

export const UNIT = 32;

// What has come from the kernel: definitions (by number), chunks (by number) and frames (by key).
export class Store {
  constructor() {
    this.definitions = [];
    this.chunks = new Map();
    this.frames = new Map();
  }

  // Takes in a packet; its images are decoded first, so that a frame that is there can be painted at once.
  async take({ definitions = {}, chunks = {}, frames = {} }) {
    const images = Object.values(chunks).flat().filter(op => op[0] === "image");
    await Promise.all(images.map(async op => { op[2] = await decoded(op[2]); }));
    for (const [number, thing] of Object.entries(definitions))
      this.definitions[number] = typeof thing === "string" ? shape(thing) : thing;
    for (const [number, ops] of Object.entries(chunks)) this.chunks.set(+number, ops);
    for (const [key, frame] of Object.entries(frames))
      if (frame.error || frame.chunks.every(number => this.chunks.has(number))) this.frames.set(key, frame);
  }

  // Drops the frames for which `unwanted(key)` holds; returns the numbers of the chunks that went with them.
  drop(unwanted) {
    for (const key of [...this.frames.keys()]) if (unwanted(key)) this.frames.delete(key);
    const used = new Set([...this.frames.values()].flatMap(frame => frame.chunks ?? []));
    const gone = [...this.chunks.keys()].filter(number => !used.has(number));
    for (const number of gone) this.chunks.delete(number);
    return gone;
  }
}

async function decoded(base64) {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  return createImageBitmap(new Blob([bytes], { type: "image/png" }));
}

function shape(d) { return { d, path: new Path2D(d) }; }

// The shape `d` at (x, y) with its points on the pixels of the canvas, as Matplotlib's Agg would put them on its own:
// in the middle of a pixel under lines of an odd width. A marker's place and its points are rounded each by itself.
function snapped(d, x, y, scale, width, marker) {
  const path = new Path2D(), half = Math.round(width * scale) % 2 / 2, tokens = d.match(/[a-zA-Z]|-?\d+/g);
  const on = value => Math.floor(value * scale + 0.5);
  const put = (place, value) => ((marker ? on(place) + on(value) : on(place + value)) + half) / scale;
  const pairs = (count, u, v) => Array.from({ length: count }, () => [+tokens[++i] + u, +tokens[++i] + v]);
  let u = 0, v = 0, letter, i;
  for (i = 0; i < tokens.length; i++) {
    if (/[a-zA-Z]/.test(tokens[i])) letter = tokens[i]; else i--;
    if (letter === "z") { path.closePath(); continue; }
    const absolute = letter === "M";
    const points = pairs({ q: 2, c: 3 }[letter] ?? 1, absolute ? 0 : u, absolute ? 0 : v);
    [u, v] = points.at(-1);
    const numbers = points.flatMap(([a, b]) => [put(x, a), put(y, b)]);
    path[{ M: "moveTo", l: "lineTo", q: "quadraticCurveTo", c: "bezierCurveTo" }[letter]](...numbers);
  }
  return path;
}

// Paints `frame` on `context`, `scale` device pixels to a pixel of the figure.
export function replay(context, store, frame, scale) {
  const brush = new Brush(context, store, scale / UNIT);
  for (const number of frame.chunks) for (const op of store.chunks.get(number)) brush.paint(op);
  brush.done();
}

class Brush {
  constructor(context, store, scale) {
    Object.assign(this, { context, store, scale, clip: null, style: null, below: null });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.save();
  }

  done() {
    this.layer(false);
    this.context.restore();
  }

  paint(op) {
    if (op[0] === "image") this.image(op);
    else this.shapes(op);
  }

  image([, clip, bitmap, a, b, c, d, e, f, alpha]) {
    this.layer(false);
    this.cut(clip);
    const { context } = this;
    context.save();
    context.transform(a, b, c, d, e, f);
    context.globalAlpha = alpha;
    context.imageSmoothingEnabled = Math.hypot(a, b) < 1.01 * UNIT; // squares stay squares, but what is shrunk is not torn
    context.drawImage(bitmap, 0, 0);
    context.restore();
  }

  shapes(op) {
    const style = this.take(op[0]), { context } = this;
    if (typeof op[1] === "string") op[1] = shape(op[1]);
    const { d, path } = typeof op[1] === "number" ? this.store.definitions[op[1]] : op[1];
    if (style[9] && op.scale !== this.scale) Object.assign(op, { scale: this.scale, snapped: [] });
    for (let i = 2; i < op.length; i += 2) {
      const x = op[i], y = op[i + 1];
      if (style[9]) this.one(style, op.snapped[i] ??= snapped(d, x, y, this.scale, style[1] ? style[2] : 0, style[9] === 2));
      else {
        context.translate(x, y);
        this.one(style, path, x, y);
        context.translate(-x, -y);
      }
    }
  }

  one(style, path, x = 0, y = 0) {
    const { context } = this;
    if (style[0]) context.fill(path);
    if (style[7]) this.hatch(path, style[7], x, y);
    if (style[1] || style[8] === 1) context.stroke(path);
  }

  // Makes the style of that number the one drawn with.
  take(number) {
    const style = this.store.definitions[number];
    if (this.style === number) return style;
    const [face, edge, width, dashes, cap, join, clip, , seam] = style;
    this.layer(seam === 2);
    this.cut(clip);
    const { context } = this;
    context.fillStyle = face || "transparent";
    context.strokeStyle = edge || (seam ? face : "transparent"); // neighbours meet under a line of 1.5 pixels
    context.lineWidth = seam ? 1.5 / this.scale : width;
    context.setLineDash(dashes ? dashes.slice(1) : []);
    context.lineDashOffset = dashes ? dashes[0] : 0;
    context.lineCap = cap;
    context.lineJoin = join;
    context.miterLimit = 10;
    this.style = number;
    return style;
  }

  // Neighbours that shine through are added up on a layer of their own: half a pixel and half a pixel make a whole one.
  layer(wanted) {
    if (wanted === Boolean(this.below)) return;
    this.context.restore();
    if (wanted) {
      const { width, height } = this.context.canvas;
      this.below = this.context;
      this.context = new OffscreenCanvas(width, height).getContext("2d");
      this.context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
      this.context.globalCompositeOperation = "lighter";
    } else {
      const sum = this.context.canvas;
      [this.context, this.below] = [this.below, null];
      this.context.save();
      this.context.resetTransform();
      this.context.drawImage(sum, 0, 0);
      this.context.restore();
    }
    this.context.save();
    this.clip = this.style = null;
  }

  cut(clip) {
    const key = JSON.stringify(clip);
    if (this.clip === key) return;
    const { context } = this;
    context.restore();
    context.save();
    this.style = null;
    this.clip = key;
    if (!clip) return;
    const region = new Path2D();
    if (clip.length === 4) region.rect(...this.pixels(clip));
    else region.addPath(new Path2D(clip[2]), new DOMMatrix().translate(clip[0], clip[1]));
    context.clip(region);
  }

  // A rectangle with its sides on pixels.
  pixels([x, y, width, height]) {
    const on = value => Math.round(value * this.scale) / this.scale;
    return [on(x), on(y), on(x + width) - on(x), on(y + height) - on(y)];
  }

  // Fills `path`, drawn at (x, y), with a pattern that stands still on the canvas.
  hatch(path, hatch, x, y) {
    const { context, scale } = this;
    hatch.pattern = hatch.scale === scale ? hatch.pattern : this.pattern(hatch);
    hatch.scale = scale;
    hatch.pattern.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, -x, -y]));
    const before = context.fillStyle;
    context.fillStyle = hatch.pattern;
    context.fill(path);
    context.fillStyle = before;
  }

  pattern([x, y, d, color, width, size]) {
    const side = Math.round(size * this.scale), lines = new Path2D(d);
    const tile = new OffscreenCanvas(side, side).getContext("2d");
    tile.setTransform(side / size, 0, 0, side / size, x * side / size, y * side / size);
    tile.fillStyle = tile.strokeStyle = color;
    tile.lineWidth = width;
    tile.fill(lines);
    tile.stroke(lines);
    return this.context.createPattern(tile.canvas, "repeat");
  }
}
