// Stand-ins for objects that a page has and Node does not have; each records the calls that it receives.

/** A path that records its commands: `path.done` is [["moveTo", 0, 0], ...]. */
export class FakePath {
  constructor(d) {
    this.d = d;
    this.done = [];
  }
  moveTo(...numbers) {
    this.done.push(["moveTo", ...numbers]);
  }
  lineTo(...numbers) {
    this.done.push(["lineTo", ...numbers]);
  }
  quadraticCurveTo(...numbers) {
    this.done.push(["quadraticCurveTo", ...numbers]);
  }
  bezierCurveTo(...numbers) {
    this.done.push(["bezierCurveTo", ...numbers]);
  }
  closePath() {
    this.done.push(["closePath"]);
  }
  rect(...numbers) {
    this.done.push(["rect", ...numbers]);
  }
  addPath(path) {
    this.done.push(["addPath", path.d]);
  }
}

/** A model with this state. `sent` holds the messages to the kernel; `hear` delivers a message from the kernel. */
export function fakeModel(state, { live = true } = {}) {
  const listeners = {};
  const model = {
    sent: [],
    get: name => state[name],
    on: (name, listener) => {
      listeners[name] = listener;
    },
    hear: (name, message) => listeners[name](message),
    set: (name, value) => {
      state[name] = value;
      listeners[`change:${name}`]?.();
    },
  };
  if (live) model.send = content => model.sent.push(content);
  return model;
}

/** The state of a widget with a control of `count` stops for each of `counts`; each starts at its middle stop. */
export function widgetState(...counts) {
  const controls = counts.map((count, i) => ({
    name: `c${i}`,
    label: `c${i}`,
    texts: Array.from({ length: count }, (_, at) => String(at)),
    start: Math.floor(count / 2),
    kind: "range",
  }));
  const start = controls.map(control => control.start).join(",");
  return { key: `key ${Math.random()}`, controls, first_packet: JSON.stringify(packetOf(start)) };
}

/** A packet with one frame for each key; the frames have no chunks. */
export function packetOf(...keys) {
  return { frames: Object.fromEntries(keys.map(key => [key, { sentence: `at ${key}`, chunks: [] }])) };
}

/** A view that counts the calls of `show`. */
export function fakeView(inSight = false) {
  return {
    shown: 0,
    inSight,
    show() {
      this.shown += 1;
    },
  };
}

/** A canvas context that records in `done` the calls of its methods and the values set for its properties. */
export function fakeContext(canvas = { width: 100, height: 100 }) {
  const done = [];
  const known = { canvas, done };
  return new Proxy(known, {
    get: (_, name) => (name in known ? known[name] : (...values) => done.push([name, ...values])),
    set: (_, name, value) => {
      known[name] = value;
      done.push([`${name} =`, value]);
      return true;
    },
  });
}

/** Waits until all promises that can be settled now have been settled. */
export function settle() {
  return new Promise(resolve => setImmediate(resolve));
}

/** Sets a `document` in which canvases can be made until the test `t` ends; returns the list of those made. */
export function putCanvases(t) {
  const made = [];
  const createElement = () => {
    const canvas = { append() {}, getContext: () => canvas.context };
    canvas.setAttribute = (name, value) => {
      canvas[name] = Number(value);
    };
    canvas.context = fakeContext(canvas);
    made.push(canvas);
    return canvas;
  };
  globalThis.document = { createElement };
  t.after(() => delete globalThis.document);
  return made;
}
