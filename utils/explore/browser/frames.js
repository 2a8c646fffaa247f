// Which stop is shown, which frames have come, and which are asked for next. One reel serves all views of a widget.
import { Store } from "./canvas.js";

const UNDER_WAY = 8;    // answers awaited at the most
const BATCH = 12;       // stops in one question
const ALL = 2000;       // with no more stops than this, all of them are fetched once the picture is in sight
const KEPT = 3000;      // frames kept (2 to 20 MB); beyond it those off the lines through the present stop go
const REST = 150;       // ms without a move before the lines of the other controls are fetched
const PATIENCE = 4000;  // ms without an answer before the learner is told

export const reels = new Map();

export function reelOf(model) {
  const key = model.get("key");
  if (!reels.has(key)) reels.set(key, new Reel(model));
  return reels.get(key);
}

export class Reel {
  constructor(model) {
    this.model = model;
    this.controls = model.get("controls");
    this.stop = this.controls.map(control => control.start);
    this.active = 0;
    this.views = new Set();
    this.store = new Store();
    this.longest = model.get("longest") ?? "";
    this.asked = new Map();   // question -> the keys of its stops, and when it was sent
    this.tab = Math.random().toString(36).slice(2); // another page may show the same widget
    this.questions = 0;
    this.under = 3;
    this.moves = 0;
    this.live = typeof model.send === "function";
    this.opened = false;
    this.unpacked = false;
    this.silent = false;
    this.ready = this.begin();
  }

  async begin() {
    await this.take(JSON.parse(await this.first()));
    this.unpack();
  }

  // Takes in what has come, and notes its longest sentence: views keep room for it, so that the page below stands still.
  async take(packet) {
    await this.store.take(packet);
    for (const { sentence, error } of Object.values(packet.frames))
      if (!error && sentence.length > this.longest.length) this.longest = sentence;
  }

  // The first frame; the kernel opens the widget before it has drawn it.
  async first() {
    const { model } = this;
    if (!model.get("first_packet")) await new Promise(drawn => model.on("change:first_packet", drawn));
    return model.get("first_packet");
  }

  // Begins to ask the kernel; views call it once their first picture is painted, which must not wait for this.
  open() {
    if (!this.live || this.opened) return;
    this.opened = true;
    this.model.on("msg:custom", message => this.answered(message));
    this.send({ hello: true });
    this.fetch();
  }

  // The frames baked into the widget's state, if there are any; a page gives them when they are about to be needed.
  async unpack() {
    const packed = await this.model.get("baked");
    if (packed?.byteLength) {
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
      await this.take(JSON.parse(await new Response(stream).text()));
    }
    this.unpacked = true;
    this.show();
  }

  key(stop) { return stop.join(","); }

  // The frame of the present stop, or the nearest that has come: [frame, whether it is the one asked for].
  frame() {
    const exact = this.store.frames.get(this.key(this.stop));
    if (exact) return [exact, true];
    let best = null, least = Infinity;
    for (const [key, frame] of this.store.frames) {
      if (frame.error) continue;
      const far = key.split(",").reduce((sum, index, i) => sum + Math.abs(index - this.stop[i]) / this.controls[i].texts.length, 0);
      if (far < least) [best, least] = [frame, far];
    }
    return [best, false];
  }

  // Moves control `index` to stop `to`.
  move(index, to) {
    const last = this.controls[index].texts.length - 1;
    to = Math.max(0, Math.min(last, to));
    this.active = index;
    if (this.stop[index] === to) return;
    this.stop = this.stop.with(index, to);
    this.show();
    this.fetch();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => { this.resting = null; this.fetch(); }, REST);
  }

  counted() { this.moves += 1; this.show(); }

  show() { for (const view of this.views) view.show(); }

  // The stops along control `index` through the present one, coarse to fine, so that something near comes early.
  line(index) {
    const count = this.controls[index].texts.length, here = this.stop[index], seen = new Set([here]), order = [here];
    for (let step = 2 ** Math.floor(Math.log2(count)); step >= 1; step /= 2)
      for (let i = 0; i < count; i += step) if (!seen.has(i)) { seen.add(i); order.push(i); }
    return order.map(i => this.stop.with(index, i));
  }

  // What to ask for, in order: the line of the active control; at rest also those of the others; then, if few, all, but
  // not of a picture that nobody sees: where all cells are run at once, the kernel has the other cells to run.
  *wanted() {
    yield this.stop;
    yield* this.line(this.active);
    if (this.resting) return;
    for (let index = 0; index < this.controls.length; index++) if (index !== this.active) yield* this.line(index);
    if (this.total() <= ALL && [...this.views].some(view => view.seen)) yield* this.everything();
  }

  total() { return this.controls.reduce((product, control) => product * control.texts.length, 1); }

  *everything() {
    const coarse = this.controls.map((_, i) => this.line(i).map(stop => stop[i]));
    const combine = function* (stop, rest) {
      if (!rest.length) yield stop;
      else for (const i of rest[0]) yield* combine([...stop, i], rest.slice(1));
    };
    yield* combine([], coarse);
  }

  // Asks for what is missing, as long as few questions are under way.
  fetch() {
    if (!this.opened) return;
    const busy = new Set([...this.asked.values()].flatMap(question => question.keys));
    const missing = [];
    for (const stop of this.asked.size < this.under ? this.wanted() : []) {
      const key = this.key(stop);
      if (this.store.frames.has(key) || busy.has(key)) continue;
      busy.add(key);
      if (missing.push(stop) === BATCH * (this.under - this.asked.size)) break;
    }
    while (missing.length) this.ask(missing.splice(0, BATCH));
  }

  ask(stops) {
    const id = `${this.tab}-${++this.questions}`;
    this.asked.set(id, { keys: stops.map(stop => this.key(stop)), sent: performance.now() });
    this.send({ ask: stops, id });
    setTimeout(() => { if (this.asked.has(id)) { this.silent = true; this.show(); } }, PATIENCE);
  }

  async answered({ answer, packet, spent }) {
    if (!packet) return;
    this.pace(this.asked.get(answer)?.sent, spent);
    await this.take(packet);
    this.asked.delete(answer);
    this.silent = false;
    this.trim();
    this.show();
    this.fetch();
  }

  // With the kernel gone JupyterLab throws: that is silence too.
  send(content) {
    try {
      this.model.send(content);
    } catch {
      this.silent = true;
    }
  }

  // As many questions under way as fill the time that an answer spends on the wire.
  pace(sent, spent) {
    if (sent === undefined) return;
    const wire = performance.now() - sent - spent * this.asked.size;
    this.under = Math.max(2, Math.min(UNDER_WAY, 2 + Math.round(wire / Math.max(spent, 5))));
  }

  // Keeps the memory bounded: what lies off the lines through the present stop goes first.
  trim() {
    if (this.store.frames.size <= KEPT) return;
    const kept = new Set(this.controls.flatMap((_, i) => this.line(i).map(stop => this.key(stop))));
    const forget = this.store.drop(key => !kept.has(key));
    if (this.live) this.send({ forget });
  }
}
