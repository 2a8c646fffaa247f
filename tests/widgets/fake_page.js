// The part of a page that our widgets use, for tests without a browser. `putPage()` sets its global variables.

class FakeNode {
  constructor(data) {
    this.data = data;
  }
}

/** An element that keeps its attributes, children and listeners; `fire` calls the listeners of an event. */
export class FakeElement {
  constructor(tag = "div") {
    Object.assign(this, {
      tag,
      childNodes: [],
      attributes: {},
      style: {},
      dataset: {},
      listeners: {},
      parentElement: null,
      isConnected: true,
    });
    Object.assign(this, { hidden: false, disabled: false, value: "", checked: false, scrollTop: 0, scrollHeight: 500 });
    const classes = new Set();
    this.classList = {
      add: name => classes.add(name),
      contains: name => classes.has(name),
      toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)),
    };
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name === "hidden") this.hidden = true;
    if (name.startsWith("data-")) this.dataset[name.slice(5)] = value;
    if (name === "class") for (const each of value.split(" ")) this.classList.add(each);
  }
  closest() {
    return null;
  }

  append(...children) {
    for (const child of children) {
      if (child instanceof FakeElement) child.parentElement = this;
      this.childNodes.push(typeof child === "string" ? new FakeNode(child) : child);
    }
  }
  appendChild(child) {
    this.append(child);
    return child;
  }
  replaceChildren(...children) {
    this.childNodes = [];
    this.append(...children);
  }
  get firstChild() {
    return this.childNodes[0];
  }
  get textContent() {
    return this.childNodes.map(child => child.data ?? child.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(...(text ? [text] : []));
  }
  /** All elements below this one for which `wanted(element)` is true. */
  all(wanted) {
    const children = this.childNodes.filter(child => child instanceof FakeElement);
    return children.flatMap(child => [...(wanted(child) ? [child] : []), ...child.all(wanted)]);
  }
  /** The first element below this one with a class, `find(".name")`, or with a tag, `find("tag")`. */
  find(name) {
    return this.all(el => (name[0] === "." ? el.classList.contains(name.slice(1)) : el.tag === name))[0];
  }
  /** The button with the text `words`. */
  button(words) {
    return this.all(el => el.tag === "button" && el.textContent === words)[0];
  }
  addEventListener(name, listener) {
    this.listeners[name] = [...(this.listeners[name] ?? []), listener];
  }
  fire(name, event = {}) {
    const whole = { preventDefault() {}, stopPropagation() {}, ...event };
    for (const listener of this.listeners[name] ?? []) listener(whole);
  }
  // The members of a table.
  get rows() {
    return this.childNodes;
  }
  get cells() {
    return this.childNodes;
  }
  insertRow() {
    return this.appendChild(new FakeElement("tr"));
  }
  deleteRow() {
    this.childNodes.pop();
  }
  deleteCell() {
    this.childNodes.pop();
  }
  // The members of a canvas that is 600 CSS pixels wide and 400 high, at (100, 50) in the window.
  get clientWidth() {
    return 600;
  }
  get clientHeight() {
    return 400;
  }
  getContext() {
    const calls = new Proxy(
      {},
      {
        get: (known, name) => known[name] ?? (() => ({ data: { set() {} } })),
        set: (known, name, value) => Reflect.set(known, name, value),
      },
    );
    this.context ??= calls;
    return this.context;
  }
  getBoundingClientRect() {
    return { left: 100, top: 50, width: 600, height: 400 };
  }
  setPointerCapture(id) {
    this.captured = id;
  }
  hasPointerCapture(id) {
    return this.captured === id;
  }
  focus() {}
  matches() {
    return false;
  }
}

/** Sets the globals of a page and returns it: `frame()` runs its next frame, `resize` and `see` call observers. */
export function putPage() {
  const page = { frames: [], resized: [], sighted: [], changed: [], listeners: {}, calm: false, media: new Set() };
  const listen = (name, listener) => {
    page.listeners[name] = [...(page.listeners[name] ?? []), listener];
  };
  page.frame = () => {
    for (const next of page.frames.splice(0)) next(performance.now());
  };
  page.resize = (width = 600) => {
    for (const tell of page.resized) tell([{ contentRect: { width } }]);
  };
  page.see = isIntersecting => {
    for (const tell of page.sighted) tell([{ isIntersecting }]);
  };
  const observer = list =>
    class {
      constructor(callback) {
        this.callback = callback;
      }
      observe() {
        list.push(this.callback);
      }
      disconnect() {
        list.splice(list.indexOf(this.callback), 1);
      }
    };
  Object.assign(globalThis, {
    window: { devicePixelRatio: 1 },
    devicePixelRatio: 1,
    document: {
      createElement: tag => new FakeElement(tag),
      head: new FakeElement("head"),
      body: new FakeElement("body"),
      documentElement: new FakeElement("html"),
      addEventListener: listen,
    },
    addEventListener: listen,
    getComputedStyle: el => el.style,
    requestAnimationFrame: next => {
      page.frames.push(next);
      return next;
    },
    cancelAnimationFrame: next => {
      page.frames = page.frames.filter(each => each !== next);
    },
    // `calm` says whether the reader has asked for less motion, and `media` holds the other queries that match.
    matchMedia: query => ({
      get matches() {
        return query.includes("motion") ? page.calm : page.media.has(query);
      },
      addEventListener: (_, listener) => page.changed.push(listener),
    }),
    MutationObserver: observer(page.changed),
    ResizeObserver: observer(page.resized),
    IntersectionObserver: observer(page.sighted),
  });
  return page;
}

/** Whether `el` keeps the page from scrolling when a finger moves on it from the point `from` to the point `to`. */
export function keepsFinger(el, from, to) {
  let kept = false;
  const preventDefault = () => {
    kept = true;
  };
  for (const [name, [clientX, clientY]] of [
    ["touchstart", from],
    ["touchmove", to],
  ])
    el.fire(name, { targetTouches: [{ clientX, clientY }], cancelable: true, preventDefault });
  return kept;
}
