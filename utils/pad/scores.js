// The picture of scores beside the pad; `pad.py` puts this in front of `pad.js`, so that both are one module.
export const PLUS = [213, 94, 0]; // vermilion and blue of Okabe and Ito; zero is white
export const MINUS = [0, 114, 178];

// The 1-2-5 number next above `value`, so that an axis moves seldom.
function round(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find((step) => step * power >= value * 0.9999);
}

// One dot for each digit, at its score: the first group stands on the line, the second hangs below it.
export function dots(canvas) {
  const [width, height, middle] = [340, 308, 154];
  let shown = null;
  function paint([above, below], most) {
    const ratio = window.devicePixelRatio || 1;
    if (canvas.width !== width * ratio) Object.assign(canvas, { width: width * ratio, height: height * ratio });
    const g = canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.fillStyle = "white";
    g.fillRect(0, 0, width, height);
    const x = (score) => width / 2 + (score / most) * (width / 2 - 14);
    pile(g, above, x, PLUS, -1);
    pile(g, below, x, MINUS, 1);
    g.fillStyle = "#444444";
    g.fillRect(8, middle - 0.5, width - 16, 1);
    g.fillRect(width / 2 - 0.5, 14, 1, height - 28);
    letter(g, `\u2212${most}`, 10, height - 3, "left"); // below all dots
    letter(g, String(most), width - 10, height - 3, "right");
    letter(g, "score 0", width / 2, height - 3, "center");
    name(g, above, PLUS, 14);
    name(g, below, MINUS, height - 20);
  }
  function letter(g, text, left, top, align) {
    Object.assign(g, { font: "12px sans-serif", textAlign: align });
    g.fillText(text, left, top);
  }
  function name(g, { label, scores }, end, top) {
    const right = scores.filter((s) => s > 0).length;
    g.fillStyle = `rgb(${end.map((c) => Math.round(c * 0.8))})`;
    letter(g, `${label}: ${scores.length - right} not above 0`, 8, top, "left");
    letter(g, `${right} above 0`, width - 8, top, "right");
  }
  function pile(g, { scores }, x, end, way) {
    const bins = new Map();
    for (const score of scores) {
      const left = Math.round(x(score) / 4) * 4;
      bins.set(left, (bins.get(left) ?? 0) + 1);
    }
    const step = Math.min(4.4, (middle - 34) / Math.max(1, ...bins.values()));
    g.fillStyle = `rgba(${end}, 0.8)`;
    for (const [left, count] of bins) {
      for (let k = 0; k < count; k++) {
        g.beginPath();
        g.arc(left, middle + way * (4 + k * step), 1.9, 0, 7);
        g.fill();
      }
    }
  }
  // Scores glide to their new places in a tenth of a second, so that the eye can follow single digits.
  return function show(groups) {
    const target = groups.flatMap(([, scores]) => scores);
    const from = shown?.length === target.length ? shown : target;
    const most = round(Math.max(1, ...target.map(Math.abs)));
    const start = performance.now();
    const frame = (now) => {
      if (shown !== mine) return;
      const share = Math.min(1, Math.max(0, (now - start) / 100));
      mine.forEach((_, i) => (mine[i] = from[i] + share * (target[i] - from[i])));
      let next = 0;
      paint(groups.map(([label, scores]) => ({ label, scores: mine.slice(next, (next += scores.length)) })), most);
      if (share < 1) requestAnimationFrame(frame);
    };
    const mine = [...from];
    shown = mine;
    frame(start);
  };
}

export const counted = ([label, all]) => `${label}: ${all.filter((s) => s > 0).length} of ${all.length} score above 0`;
