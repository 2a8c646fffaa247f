// @ts-check
// The colours of a picture on a dark page. A picture is recorded once, in colours for white paper; each of them is
// replaced by its dark twin when it is painted.

export const PAPER = "#14171c"; // the paper of a dark picture
const BRIGHTEST = 0.9; // the largest luminance of a colour that is not in the table
const STRONG = 0.15; // the chroma in Oklab from which a colour is strong: curves reach it, boxes behind a text do not

// The colours of utils/look, and what each becomes; the darker colour that `ink` makes of one, for texts, has
// the same twin. `tests/test_colours.py` tests that no colour of utils/look is missing here, and computes contrasts.
/** @type {Record<string, string>} */
export const TWINS = {
  "#ffffff": PAPER,
  "#000000": "#ffffff", // BLACK
  "#212121": "#14171c", // ON_COLOUR: stands on a colour that is bright on both papers
  "#222222": "#e4e8ee", // TEXT
  "#444444": "#c3cad3", // the numbers of an axis
  "#666666": "#b4bdc9", // GREY
  "#888888": "#828b97", // FRAME
  "#999999": "#858e9a", // LIGHT_GREY
  "#0072b2": "#4a90d2", // BLUE
  "#005685": "#4a90d2",
  "#cc3311": "#f26d57", // RED
  "#99260d": "#f26d57",
  "#009e73": "#55e3a3", // GREEN
  "#007656": "#55e3a3",
  "#cc79a7": "#bb7399", // PURPLE
  "#995b7d": "#bb7399",
  "#e69f00": "#efb133", // ORANGE
  "#ac7700": "#efb133",
  "#56b4e9": "#86caf8", // SKY
  "#4087af": "#86caf8",
};
const MOST = 10_000; // twins that are remembered

/** @type {Map<string, string>} */
const remembered = new Map();

/**
 * The dark twin of a colour.
 * @param {string} colour "#rrggbb" or "#rrggbbaa"; the twin has the same alpha
 * @returns {string}
 */
export function darkTwin(colour) {
  const known = remembered.get(colour);
  if (known) return known;
  if (remembered.size >= MOST) remembered.clear(); // as by a learner's colours that differ at each of many stops
  const rgb = colour.slice(0, 7).toLowerCase();
  const twin = (TWINS[rgb] ?? turned(rgb)) + colour.slice(7);
  remembered.set(colour, twin);
  return twin;
}

/**
 * The colour of the same hue that has on dark paper the contrast that `rgb` has on white. So pale becomes dark, dark
 * becomes pale, and a text can be read on its box as before. A strong colour, which may be that of a thin line, has a
 * contrast of 3 at least.
 * @param {string} rgb
 */
function turned(rgb) {
  const [linear, paper] = [rgb, PAPER].map(linearOf);
  const [a, b] = [1, 2].map(axis => toLab(linear)[axis] + toLab(paper)[axis]); // so grey is as bluish as the paper
  const least = 1 + 2 * Math.min(1, (Math.hypot(a, b) / STRONG) ** 2);
  const contrast = Math.max(least, 1.05 / (luminance(linear) + 0.05));
  const wanted = Math.min(BRIGHTEST, contrast * (luminance(paper) + 0.05) - 0.05);
  let lightness = 0;
  for (let step = 1 / 2; step > 1 / 1024; step /= 2)
    if (luminance(inGamut(lightness + step, a, b)) <= wanted) lightness += step;
  return `#${inGamut(lightness, a, b).map(hex).join("")}`;
}

/**
 * The linear RGB of a colour in Oklab, mixed with grey where a screen cannot show so much chroma at this lightness.
 * @param {number} lightness
 * @param {number} a
 * @param {number} b
 */
function inGamut(lightness, a, b) {
  const grey = lightness ** 3;
  const full = fromLab([lightness, a, b]);
  const shares = full.map(value => (value < 0 ? grey / (grey - value) : value > 1 ? (1 - grey) / (value - grey) : 1));
  return full.map(value => grey + Math.min(...shares) * (value - grey));
}

// Oklab, as Björn Ottosson defined it in 2020: distances in it are those that eyes see.
/** @param {number[]} linear red, green, blue */
function toLab([red, green, blue]) {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {number[]} lab */
function fromLab([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** @param {number[]} linear */
function luminance([red, green, blue]) {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} rgb "#rrggbb" */
function linearOf(rgb) {
  return [1, 3, 5].map(at => toLinear(Number.parseInt(rgb.slice(at, at + 2), 16) / 255));
}

/** @param {number} value of sRGB, 0 to 1 */
function toLinear(value) {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** @param {number} linear */
function hex(linear) {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, value)))
    .toString(16)
    .padStart(2, "0");
}
