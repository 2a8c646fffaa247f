// Replays on a canvas what `recorder.py` wrote down; the format is described there. Knows nothing of sliders or kernels.

const UNIT = 32;

// What has come from the kernel: definitions (by number), chunks (by number) and frames (by key).
class Store {
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
      this.definitions[number] = typeof thing === "string" ? new Path2D(thing) : thing;
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

// Paints `frame` on `context`, `scale` device pixels to a pixel of the figure.
function replay(context, store, frame, scale) {
  const brush = new Brush(context, store, scale / UNIT);
  for (const number of frame.chunks) for (const op of store.chunks.get(number)) brush.paint(op);
  brush.done();
}

class Brush {
  constructor(context, store, scale) {
    Object.assign(this, { context, store, scale, clip: null, style: null });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.save();
  }

  done() { this.context.restore(); }

  paint(op) {
    if (op[0] === "image") this.image(op);
    else this.shapes(op);
  }

  image([, clip, bitmap, a, b, c, d, e, f, alpha]) {
    const { context } = this;
    this.cut(clip);
    context.save();
    context.transform(a, b, c, d, e, f);
    context.globalAlpha = alpha;
    context.imageSmoothingEnabled = false;
    context.drawImage(bitmap, 0, 0);
    context.restore();
  }

  shapes(op) {
    const { context } = this;
    const style = this.take(op[0]);
    if (typeof op[1] === "string") op[1] = new Path2D(op[1]);
    const path = typeof op[1] === "number" ? this.store.definitions[op[1]] : op[1];
    for (let i = 2; i < op.length; i += 2) {
      context.translate(op[i], op[i + 1]);
      if (style[0]) context.fill(path);
      if (style[7]) this.hatch(path, style[7], op[i], op[i + 1]);
      if (style[1] || style[8]) context.stroke(path);
      context.translate(-op[i], -op[i + 1]);
    }
  }

  // Makes the style of that number the one drawn with.
  take(number) {
    if (this.style === number) return this.store.definitions[number];
    const style = this.store.definitions[number];
    const [face, edge, width, dashes, cap, join, clip, , seam] = style;
    const { context } = this;
    this.cut(clip);
    context.fillStyle = face || "transparent";
    context.strokeStyle = edge || (seam ? face : "transparent"); // neighbours' edges meet under a thin line
    context.lineWidth = seam ? 0.7 * UNIT : width;
    context.setLineDash(dashes ? dashes.slice(1) : []);
    context.lineDashOffset = dashes ? dashes[0] : 0;
    context.lineCap = cap;
    context.lineJoin = join;
    context.miterLimit = 10;
    this.style = number;
    return style;
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
    if (clip.length === 4) region.rect(...clip);
    else region.addPath(new Path2D(clip[2]), new DOMMatrix().translate(clip[0], clip[1]));
    context.clip(region);
  }

  hatch(path, [x, y, shape, color, width, size], atX, atY) {
    const { context } = this;
    const lines = new Path2D(shape);
    context.save();
    context.clip(path);
    context.translate(-atX, -atY); // hatches stand still on the canvas
    context.setLineDash([]);
    context.fillStyle = context.strokeStyle = color;
    context.lineWidth = width;
    const { width: w, height: h } = context.canvas;
    for (let left = 0; left < w / this.scale; left += size)
      for (let top = 0; top < h / this.scale; top += size) {
        context.translate(left + x, top + y);
        context.fill(lines);
        context.stroke(lines);
        context.translate(-left - x, -top - y);
      }
    context.restore();
  }
}
