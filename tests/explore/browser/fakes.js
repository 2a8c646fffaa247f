// Stand-ins for what a page has and Node has not; each writes down what is done with it.
import { deflateSync } from "node:zlib";

/** A path that notes its commands: `path.done` is [["moveTo", 0, 0], ...]. */
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

/** A model with this state. `sent` is what was sent to the kernel; `hear` is what the kernel says. */
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

/** The state of a widget with controls of so many stops, the first value of each in the middle. */
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

/** A packet with frames of these keys, without chunks. */
export function packetOf(...keys) {
  return { frames: Object.fromEntries(keys.map(key => [key, { sentence: `at ${key}`, chunks: [] }])) };
}

/** `packet` as a page without a kernel holds it. */
export function baked(packet) {
  return new Uint8Array(deflateSync(JSON.stringify(packet)));
}

/** A view that counts how often it was shown. */
export function fakeView(inSight = false) {
  return {
    shown: 0,
    inSight,
    show() {
      this.shown += 1;
    },
  };
}

/** A canvas context that notes in `done` the calls it gets and the properties it is given. */
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

/** Lets all promises that are due be settled. */
export function settle() {
  return new Promise(resolve => setImmediate(resolve));
}
