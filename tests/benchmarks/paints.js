// This script runs in the page before JupyterLab's own scripts. `seen` records the time and the stop of every move of
// the slider, and the time and the stop of every picture on the screen. It reads the number of a picture's stop from
// the squares that `moving.py` paints.
(() => {
  const SQUARES = 6,
    LEFT = 8,
    TOP = 8,
    PITCH = 12,
    WIDTH = 600,
    PAD = 10; // PAD: the margin that the inline backend adds
  const seen = { moves: [], paints: [], answers: [], bytes: 0, blank: 0, looking: false };
  window.seen = seen;
  const decoder = new TextDecoder();

  window.WebSocket = class extends WebSocket {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("message", ({ data }) => {
        const size = data.byteLength ?? data.length;
        if (typeof data !== "string" && decoder.decode(data).includes('"packet"')) seen.bytes += size;
      });
    }
  };

  // The number that the squares show in one row of pixels, with `scale` pixels for each pixel of the figure; 0 stands
  // for no picture.
  const read = ({ data }, scale) => {
    let number = 0;
    for (let bit = 0; bit < SQUARES; bit++) {
      const at = 4 * Math.floor((PITCH * bit + PITCH / 2) * scale);
      if (data[at + 3] > 200 && data[at] < 100) number += 2 ** bit;
    }
    return number;
  };

  const strip = new OffscreenCanvas(SQUARES * PITCH, 1).getContext("2d", { willReadFrequently: true });
  const known = { image: null, number: 0 };
  const painted = () => {
    const canvas = document.querySelector(".jp-Notebook .downhill canvas"); // its hidden still is an image before it
    const el = canvas ?? document.querySelector(".jp-Notebook .jp-OutputArea-output img");
    if (!el) return 0;
    if (el.tagName === "CANVAS") {
      const scale = el.width / WIDTH,
        left = (LEFT - PITCH / 2) * scale;
      return read(el.getContext("2d").getImageData(left, TOP * scale, SQUARES * PITCH * scale, 1), scale);
    }
    if (!el.complete || !el.naturalWidth) return 0;
    if (known.image !== el.src) {
      strip.clearRect(0, 0, SQUARES * PITCH, 1);
      strip.drawImage(el, PITCH / 2 - LEFT - PAD, -TOP - PAD);
      Object.assign(known, { image: el.src, number: read(strip.getImageData(0, 0, SQUARES * PITCH, 1), 1) });
    }
    return known.number;
  };

  // A message that is sent in an animation frame arrives after this frame has been committed. The time is taken after
  // the pixels have been read, because then all of the picture has been drawn.
  let last = 0;
  const committed = new MessageChannel();
  committed.port1.onmessage = () => {
    const number = painted();
    if (!number) seen.blank += 1;
    if (number !== last) seen.paints.push([performance.now(), number]);
    last = number;
  };
  const tick = () => {
    if (seen.looking) committed.port2.postMessage(0);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);

  // `hand` is the time of the last event of the mouse. `moved` records it with the number of the stop to which the
  // slider has moved.
  let hand = 0;
  for (const name of ["pointermove", "mousemove"])
    window.addEventListener(
      name,
      event => {
        hand = event.timeStamp;
      },
      true,
    );
  const moved = number => {
    if (seen.moves.at(-1)?.[1] !== number) seen.moves.push([hand, number]);
  };
  window.addEventListener(
    "input",
    ({ target }) => {
      if (target.type === "range") moved(+target.value + 1);
    },
    true,
  );

  seen.slider = () => document.querySelector(".jp-Notebook .downhill input[type=range], .jp-Notebook .noUi-handle");
  // The x of the middle of the slider's thumb at the first and at the last stop, and its y.
  seen.track = () => {
    const slider = seen.slider(),
      thumb = slider.tagName === "INPUT" ? 16 : 0;
    const { left, right, top, height } = (thumb ? slider : slider.closest(".noUi-base")).getBoundingClientRect();
    return [left + thumb / 2, right - thumb / 2, top + height / 2];
  };
  seen.watch = (low, step) => {
    const slider = seen.slider();
    if (slider.tagName === "INPUT" || slider.watched) return;
    slider.watched = true;
    const number = () => moved(Math.round((+slider.getAttribute("aria-valuenow") - low) / step) + 1);
    new MutationObserver(number).observe(slider, { attributes: true, attributeFilter: ["aria-valuenow"] });
  };
  seen.listen = kernel =>
    kernel.anyMessage.connect((_, { msg, direction }) => {
      const packet = msg.content?.data?.content?.packet;
      if (direction === "recv" && packet) seen.answers.push([performance.now(), Object.keys(packet.frames).length]);
    });
  seen.clear = () => Object.assign(seen, { moves: [], paints: [], answers: [], bytes: 0, blank: 0 });
})();
