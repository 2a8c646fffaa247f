// A picture under sliders: `explore.py` says which controls, the reel knows the frames, this draws and listens.
import { mountInto } from "../../widgets/mount.js";
import { replay } from "./canvas.js";
import { reelOf, reels } from "./frames.js";

const SUPPRESS = "data-lm-suppress-shortcuts"; // on a focused element: JupyterLab leaves its keys alone

function make(tag, attributes = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

// Changes the text of `el` in place: a new piece of text for the old would have the whole page composed anew.
function write(el, text) {
  if (!el.firstChild) el.append("");
  if (el.firstChild.data !== text) el.firstChild.data = text;
}

class View {
  constructor(model, el) {
    this.reel = reelOf(model);
    this.model = model;
    this.controls = this.reel.controls;
    [this.width, this.height] = model.get("size");
    this.across = 0; // the canvas's width on the page, as its watcher saw it: asked for in the midst of a move, it costs a layout
    this.build(el);
    this.reel.views.add(this);
    this.reel.ready.then(() => { this.show(); painted(() => this.reel.open()); });
    this.watcher = new ResizeObserver(() => { this.across = this.canvas.clientWidth; this.show(); });
    this.watcher.observe(this.canvas);
    this.sight = new IntersectionObserver(entries => { this.seen = entries.at(-1).isIntersecting; this.reel.fetch(); });
    this.sight.observe(this.canvas);
  }

  close() {
    this.reel.views.delete(this);
    this.watcher.disconnect();
    this.sight.disconnect();
    clearTimeout(this.timer);
  }

  build(el) {
    this.inputs = this.controls.map((control, index) => this.input(control, index));
    this.canvas = make("canvas", { role: "img", style: `aspect-ratio: ${this.width} / ${this.height}; max-width: ${this.width}px` });
    this.caption = make("p", { class: "downhill-caption" });
    this.room = make("div", { class: "downhill-room", "data-longest": this.reel.longest }, this.caption);
    this.note = make("p", { class: "downhill-note", role: "status" });
    this.table = make("div", { class: "downhill-table", tabindex: "0", role: "group", "aria-label": "table", [SUPPRESS]: "true", hidden: "" },
      make("table", {}, make("thead"), make("tbody")));
    this.context = this.canvas.getContext("2d");
    this.draggable();
    el.replaceChildren(make("div", { class: "downhill" },
      make("div", { class: "downhill-controls" }, ...this.inputs.map(input => input.row), ...this.buttons()),
      this.canvas, this.room, this.note, this.table));
  }

  // One labelled row for a control: a range, a checkbox or a select.
  input(control, index) {
    const id = `downhill-${Math.random().toString(36).slice(2)}`;
    const input = control.kind === "select"
      ? make("select", {}, ...control.texts.map((text, i) => make("option", { value: i }, text)))
      : make("input", control.kind === "check" ? { type: "checkbox" } : { type: "range", min: 0, max: control.texts.length - 1, step: 1 });
    input.id = id;
    input.setAttribute("aria-label", control.label);
    input.setAttribute(SUPPRESS, "true");
    const fixed = !this.reel.live && !this.model.get("box").includes(control.name);
    input.disabled = fixed;
    const read = () => (control.kind === "check" ? +input.checked : +input.value);
    input.addEventListener("input", () => { this.pause(); this.reel.move(index, read()); });
    input.addEventListener("change", () => this.reel.counted());
    const value = make("output", { for: id });
    const row = make("div", { class: "downhill-row" }, make("label", { for: id }, control.label), input, value);
    if (fixed) row.append(make("span", { class: "downhill-fixed" }, "stands still here: it needs the notebook and its kernel"));
    return { input, value, row, control };
  }

  buttons() {
    const [name, leap] = this.model.get("play");
    const moves = this.model.get("count") ? [this.count = make("span", { class: "downhill-count" })] : [];
    if (!name && !moves.length) return [];
    this.played = this.controls.findIndex(control => control.name === name);
    const button = (text, act) => {
      const el = make("button", { type: "button", [SUPPRESS]: "true" }, text);
      el.addEventListener("click", () => { act(); this.reel.counted(); });
      el.disabled = this.inputs[this.played]?.input.disabled ?? false;
      return el;
    };
    if (!name) return [make("div", { class: "downhill-row" }, ...moves)];
    this.playing = button("Play", () => (this.timer ? this.pause() : this.run()));
    const all = [this.playing, button("Step", () => this.advance(1)),
      ...(leap ? [button(`${leap} steps`, () => this.advance(leap))] : []),
      button("Reset", () => { this.pause(); this.reel.move(this.played, this.controls[this.played].start); })];
    return [make("div", { class: "downhill-row downhill-buttons" }, ...all, ...moves)];
  }

  advance(by) {
    this.pause();
    this.reel.move(this.played, this.reel.stop[this.played] + by);
  }

  // Runs the played control to its end and stops there; a frame that has not come is waited for.
  run() {
    const last = this.controls[this.played].texts.length - 1;
    if (this.reel.stop[this.played] >= last) this.reel.move(this.played, 0);
    const wait = Math.max(60, Math.min(400, 4000 / (last + 1)));
    const tick = () => {
      if (this.reel.frame()[1]) this.reel.move(this.played, this.reel.stop[this.played] + 1);
      if (this.reel.stop[this.played] >= last) return this.pause();
      this.timer = setTimeout(tick, wait);
    };
    this.timer = setTimeout(tick, wait);
    this.playing.textContent = "Pause";
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.playing) this.playing.textContent = "Play";
  }

  // The pointer on the picture itself moves the dragged controls to the nearest stop.
  draggable() {
    const names = this.model.get("drag"), { canvas } = this;
    const dragged = names.map(name => this.controls.findIndex(control => control.name === name));
    if (!dragged.length || dragged.some(index => this.inputs[index].input.disabled)) return;
    canvas.classList.add(dragged.length === 1 ? "downhill-across" : "downhill-about");
    const follow = event => {
      const places = this.reel.store.definitions[this.shown?.positions];
      if (!places) return;
      const box = canvas.getBoundingClientRect(), scale = this.width / box.width;
      const at = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
      dragged.forEach((index, axis) => this.reel.move(index, nearest(places[axis], at[axis])));
    };
    canvas.addEventListener("pointerdown", event => {
      if (event.button) return;
      this.pause();
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("downhill-held");
      follow(event);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", event => { if (canvas.hasPointerCapture(event.pointerId)) follow(event); });
    canvas.addEventListener("pointerup", () => { canvas.classList.remove("downhill-held"); this.reel.counted(); });
    canvas.addEventListener("pointercancel", () => canvas.classList.remove("downhill-held"));
  }

  // Shows the present stop: its own frame with its own sentence, or the nearest that has come, with that one's.
  show() {
    this.inputs.forEach(({ input, value, control }, index) => {
      const at = this.reel.stop[index], text = control.texts[at];
      if (control.kind === "check") input.checked = at === 1;
      else input.value = at;
      if (control.kind === "range") write(value, text);
    });
    if (this.count) write(this.count, `Moves: ${this.reel.moves}`);
    const [frame, exact] = this.reel.frame();
    this.paint(frame);
    this.say(frame, exact);
  }

  paint(frame) {
    const ratio = this.across / this.width * devicePixelRatio;
    if (!ratio || !frame) return;
    const width = Math.round(this.width * ratio), height = Math.round(this.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    else if (this.shown === frame) return;
    this.shown = frame;
    this.canvas.classList.toggle("downhill-empty", Boolean(frame.error));
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    if (frame.error) this.context.clearRect(0, 0, width, height);
    else replay(this.context, this.reel.store, frame, ratio);
  }

  say(frame, exact) {
    const sentence = frame?.sentence ?? "";
    if (this.said !== frame) {
      this.said = frame;
      write(this.caption, sentence);
      this.canvas.setAttribute("aria-label", sentence);
      this.rows(frame?.rows);
    }
    if (this.room.dataset.longest !== this.reel.longest) this.room.dataset.longest = this.reel.longest;
    this.caption.classList.toggle("downhill-error", Boolean(frame?.error));
    for (const { input, control } of this.inputs)
      if (control.kind === "range") input.setAttribute("aria-valuetext", `${control.texts[input.value]}. ${exact ? sentence : "drawing ..."}`);
    const missing = this.reel.unpacked && !this.reel.live ? "this stop is not on this page: it needs the notebook and its kernel"
      : this.reel.silent ? "no answer from the kernel: it is busy, or has stopped; if so, run the cells again" : "drawing ...";
    write(this.note, exact ? "" : missing);
  }

  // The rows of a frame as a table, the first as its head; a row that comes at the end is scrolled to.
  rows(rows) {
    this.table.hidden = !rows?.length;
    if (this.table.hidden) return;
    const [head, ...body] = rows, [{ tHead, tBodies: [tBody] }] = this.table.children, before = tBody.rows.length;
    fill(tHead, [head], cell => (cell ? make("th", { scope: "col" }) : make("td")));
    fill(tBody, body, () => make("td"));
    if (tBody.rows.length !== before) this.table.scrollTop = this.table.scrollHeight;
  }
}

// Writes `rows` into a section of a table; the cells that are there stay, `cell` makes those that are wanting.
function fill(section, rows, cell) {
  while (section.rows.length > rows.length) section.deleteRow(-1);
  rows.forEach((texts, i) => {
    const row = section.rows[i] ?? section.insertRow();
    while (row.cells.length > texts.length) row.deleteCell(-1);
    texts.forEach((text, j) => write(row.cells[j] ?? row.appendChild(cell(text)), text));
  });
}

// Calls `then` once what was drawn up to now stands on the screen: in the first frame it is on its way there.
function painted(then) { requestAnimationFrame(() => requestAnimationFrame(then)); }

function nearest(places, at) {
  let best = 0;
  places.forEach((place, i) => { if (Math.abs(place - at) < Math.abs(places[best] - at)) best = i; });
  return best;
}

export function render({ model, el, signal }) {
  const view = new View(model, el);
  signal?.addEventListener("abort", () => view.close());
  return () => view.close();
}

function initialize({ model, signal }) {
  signal?.addEventListener("abort", () => reels.delete(model.get("key")));
  reelOf(model); // its frames are taken in while JupyterLab makes the place
  mountInto(render)({ model, signal });
}

export default { initialize, render };
