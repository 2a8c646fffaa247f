// A 28x28 pad: strokes are painted here at once, and sent to Python as fast as it can take them.
import { mountInto } from "../widgets/mount.js";
import { MINUS, PLUS, counted, dots } from "./scores.js";
const SIDE = 28;
const CELL = 11; // CSS pixels
const WAIT = 50; // milliseconds between two messages while a stroke lasts
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const BRUSHES = {
  weights: [
    { name: "+1", label: "paint +1", target: 1, key: "+" },
    { name: "\u22121", label: "paint \u22121", target: -1, key: "-" },
    { name: "0", label: "paint 0", target: 0, key: "0" },
  ],
  ink: [
    { name: "Draw", label: "Draw", target: 1, key: "+" },
    { name: "Erase", label: "Erase", target: 0, key: "0" },
  ],
};

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// What the model holds under `name`, as floats of our own: 784, or none.
function read(model, name = "_pixels") {
  const data = model.get(name) ?? new ArrayBuffer(0);
  const start = data.byteOffset ?? 0;
  return new Float32Array((data.buffer ?? data).slice(start, start + data.byteLength));
}

// How much of the cell (column, row) a stroke from a to b covers, 0 to 1: a round brush with a soft rim.
function cover(column, row, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const [px, py] = [column + 0.5 - a[0], row + 0.5 - a[1]];
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  return Math.min(1, Math.max(0, 1.8 - Math.hypot(px - along * dx, py - along * dy)));
}

// A weight as a colour through white, ink as a grey; anything beyond `most` is as full as it gets.
function colour(value, most, signed) {
  const share = Math.min(1, Math.abs(value) / most);
  const end = !signed ? [0, 0, 0] : value < 0 ? MINUS : PLUS;
  return end.map((c) => Math.round(255 + share * (c - 255)));
}

// The pixels, on a canvas: `draw` shows them with the keyboard's cell when `cursor` is given.
function sheet(canvas, signed) {
  const small = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const ink = small.getContext("2d");
  const image = ink.createImageData(SIDE, SIDE);
  return function draw(pixels, cursor) {
    const scale = (window.devicePixelRatio || 1) * CELL;
    if (canvas.width !== Math.round(SIDE * scale)) canvas.width = canvas.height = Math.round(SIDE * scale);
    const most = pixels.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
    pixels.forEach((v, i) => image.data.set([...colour(v, most, signed), 255], 4 * i));
    ink.putImageData(image, 0, 0);
    const g = canvas.getContext("2d");
    g.setTransform(scale, 0, 0, scale, 0, 0);
    g.imageSmoothingEnabled = false;
    g.drawImage(small, 0, 0, SIDE, SIDE, 0, 0, canvas.width / scale, canvas.height / scale);
    g.fillStyle = "rgba(0, 0, 0, 0.07)";
    for (let k = 1; k < SIDE; k++) {
      g.fillRect(k, 0, 1 / CELL, SIDE);
      g.fillRect(0, k, SIDE, 1 / CELL);
    }
    if (!cursor) return;
    for (const [style, width] of [["white", 0.36], ["black", 0.18]]) {
      Object.assign(g, { strokeStyle: style, lineWidth: width });
      g.strokeRect(cursor[0], cursor[1], 1, 1);
    }
  };
}

// Calls `send` at once, then at most every WAIT milliseconds, and always once more after the last call.
function throttle(send) {
  let last = -Infinity;
  let timer = null;
  const now = () => {
    clearTimeout(timer);
    timer = null;
    last = performance.now();
    send();
  };
  const soon = () => (timer ??= setTimeout(now, Math.max(0, last + WAIT - performance.now())));
  return { soon, flush: () => timer !== null && now() };
}

function render({ model, el }) {
  const signed = model.get("signed");
  const brushes = BRUSHES[signed ? "weights" : "ink"].map((b) => ({ ...b })); // a view has buttons of its own
  const help = "Drag to paint. Keys: arrows move, Space paints, Shift with an arrow paints on, Backspace undoes.";
  const canvas = element("canvas", {
    class: "downhill-sheet",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "pad",
    title: help,
    "aria-label": `${model.get("label")}, 28 by 28 cells. ${help}`,
    "data-lm-suppress-shortcuts": "true", // else JupyterLab takes the arrow keys
  });
  const spoken = element("span", { class: "downhill-spoken", "aria-live": "polite" });
  const message = element("div", { class: "downhill-message", role: "status" });
  const bar = element("div", { class: "downhill-brushes", role: "group", "aria-label": "Brush" });
  const scores = element("canvas", { class: "downhill-scores", role: "img", "aria-label": "Scores", hidden: "" });
  const caption = element("figcaption");
  const copy = element("canvas", { role: "img" });
  const seen = element("figure", { class: "downhill-seen", hidden: "" }, caption, copy);
  const draw = sheet(canvas, signed);
  const drawSeen = sheet(copy, signed);
  const show = dots(scores);
  let pixels = read(model);
  let brush = brushes[0];
  let stroke = null; // { id, target, last, before, covered } while a pointer is down
  let cursor = [14, 14];
  let asked = false;
  const past = [];

  const redraw = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw(pixels, canvas.matches(":focus-visible") ? cursor : null);
    });
  };
  const mail = throttle(() => {
    model.set("_pixels", new DataView(pixels.slice().buffer));
    model.save_changes();
  });
  const changed = () => {
    redraw();
    mail.soon();
  };
  const remember = () => {
    past.push(pixels.slice());
    if (past.length > 100) past.shift();
  };

  // A stroke is laid over what was there before it, so that its soft rim stays soft however often it passes.
  function paint(to) {
    const { before, covered, last, target } = stroke;
    for (let i = 0; i < SIDE * SIDE; i++) {
      const share = cover(i % SIDE, Math.floor(i / SIDE), last, to);
      if (share <= covered[i]) continue;
      covered[i] = share;
      pixels[i] = before[i] + share * (target - before[i]);
    }
    stroke.last = to;
    changed();
  }
  function begin(target, at, id) {
    remember();
    stroke = { id, target, last: at, before: pixels.slice(), covered: new Float32Array(SIDE * SIDE) };
    paint(at);
  }
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  canvas.addEventListener("pointerdown", (event) => {
    const rubber = event.pointerType === "pen" && event.buttons & 32;
    if (stroke || (event.button !== 0 && !rubber)) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true, focusVisible: false });
    canvas.setPointerCapture(event.pointerId);
    begin(rubber ? 0 : brush.target, place(event), event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== stroke?.id) return;
    const points = event.getCoalescedEvents?.() ?? [];
    for (const point of points.length ? points : [event]) paint(place(point));
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId === stroke?.id) stroke = null;
    });
  }

  function press(at) {
    const i = at[1] * SIDE + at[0];
    if (signed) {
      remember();
      pixels[i] = brush.target; // one weight, exactly
      changed();
    } else {
      begin(brush.target, [at[0] + 0.5, at[1] + 0.5], "keyboard");
      stroke = null;
    }
  }
  const speak = () => {
    const value = pixels[cursor[1] * SIDE + cursor[0]];
    spoken.textContent = `row ${cursor[1] + 1}, column ${cursor[0] + 1}: ${Number(value.toFixed(2))}`;
  };
  function undo() {
    if (!past.length) return;
    pixels = past.pop();
    changed();
  }
  function choose(chosen) {
    brush = chosen;
    brushes.forEach((b) => b.button.setAttribute("aria-pressed", String(b === chosen)));
  }
  function key(event) {
    const chosen = brushes.find((b) => b.key === event.key);
    if (event.key === "Backspace" || (event.key === "z" && (event.ctrlKey || event.metaKey))) undo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return false;
    else if (KEYS[event.key]) {
      cursor = cursor.map((c, k) => Math.min(SIDE - 1, Math.max(0, c + KEYS[event.key][k])));
      if (event.shiftKey) press(cursor);
    } else if (event.key === " " || event.key === "Enter") press(cursor);
    else if (chosen) choose(chosen);
    else return false;
    return true;
  }
  canvas.addEventListener("keydown", (event) => {
    if (!key(event)) return;
    event.preventDefault();
    event.stopPropagation();
    speak();
    redraw();
  });
  canvas.addEventListener("focus", redraw);
  canvas.addEventListener("blur", redraw);

  const button = (name, label, act) => {
    const node = element("button", { type: "button", "aria-label": label, "data-lm-suppress-shortcuts": "true" }, name);
    node.addEventListener("click", act);
    bar.append(node);
    return node;
  };
  for (const b of brushes) b.button = button(b.name, b.label, () => choose(b));
  button("Undo", "Undo", undo);
  button("Clear", "Clear", () => {
    remember();
    pixels = new Float32Array(SIDE * SIDE);
    changed();
  });

  const listeners = {
    "change:_pixels": () => {
      const news = read(model);
      if (news.every((v, i) => v === pixels[i])) return;
      remember();
      stroke = null;
      pixels = news;
      redraw();
    },
    "change:message": () => (message.textContent = model.get("message")),
    "change:_seen": () => {
      const image = read(model, "_seen");
      seen.hidden = !image.length;
      if (image.length) drawSeen(image, null);
    },
    "change:_caption": () => {
      caption.textContent = model.get("_caption") ?? "";
      copy.setAttribute("aria-label", caption.textContent);
    },
    "change:_scores": () => {
      const groups = model.get("_scores");
      scores.hidden = !groups.length;
      if (!groups.length) return;
      scores.setAttribute("aria-label", groups.map(counted).join("; "));
      show(groups);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    model.on(name, listener);
    if (name !== "change:_pixels") listener();
  }
  choose(brush);
  draw(pixels, null);
  const left = element("div", {}, canvas, bar);
  el.classList.add("downhill-pad");
  el.append(element("div", { class: "downhill-row" }, left, seen, scores), spoken, message);
  return () => {
    mail.flush();
    for (const [name, listener] of Object.entries(listeners)) model.off?.(name, listener);
  };
}

export default { initialize: mountInto(render), render };
