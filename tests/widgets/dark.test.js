// Tests the colours of dark pictures: the twins of the table, the rule for all other colours, and what is remembered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { darkTwin, PAPER, TWINS } from "../../utils/widgets/dark.js";

const GREYS = ["#101010", "#333333", "#555555", "#777777", "#aaaaaa", "#cccccc", "#eeeeee"];
const TINTS = ["#e8d5df", "#d6e6f0", "#f5d6cf", "#cceee2", "#fbeccc"]; // what stands behind a text
const STRONG = ["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#ff7f0e", "#2ca02c", "#bcbd22"];

function luminance(colour) {
  const channels = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = channels.map(each => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours by WCAG: 1 to 21. */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The hue in degrees, as on the wheel of a colour picker. */
function hue(colour) {
  const [r, g, b] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
  return (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI;
}

test("a colour of the table becomes its twin, however it is written, and keeps its alpha", () => {
  assert.equal(darkTwin("#0072b2"), TWINS["#0072b2"]);
  assert.equal(darkTwin("#0072B2"), TWINS["#0072b2"]);
  assert.equal(darkTwin("#0072b240"), `${TWINS["#0072b2"]}40`);
  assert.equal(darkTwin("#ffffffd9"), `${PAPER}d9`);
});

test("another colour has on dark paper the contrast that it had on white", () => {
  for (const colour of [...GREYS.slice(1), ...TINTS, "#1f77b4", "#8c564b"])
    assert.ok(Math.abs(contrast(darkTwin(colour), PAPER) / contrast(colour, "#ffffff") - 1) < 0.15, colour);
});

test("pale becomes dark and dark becomes pale, in order", () => {
  const turned = GREYS.map(colour => luminance(darkTwin(colour)));
  assert.deepEqual(
    turned,
    turned.toSorted((a, b) => b - a),
  );
});

test("two colours that can be told apart on white can be on dark paper", () => {
  for (const tint of TINTS)
    for (const text of ["#333333", "#555555"])
      assert.ok(contrast(darkTwin(tint), darkTwin(text)) > 0.85 * contrast(tint, text), `${text} on ${tint}`);
});

test("a strong colour, even a bright one, can be seen as a thin line, and keeps its hue", () => {
  for (const colour of STRONG) {
    assert.ok(contrast(darkTwin(colour), PAPER) >= 2.95, `${colour} ${darkTwin(colour)}`);
    const turned = Math.abs(hue(darkTwin(colour)) - hue(colour)) % 360;
    assert.ok(Math.min(turned, 360 - turned) < 30, `${colour} ${darkTwin(colour)}`);
  }
});

test("a twin is computed once for each colour", t => {
  const parsed = t.mock.method(Number, "parseInt");
  darkTwin("#123456");
  const computed = parsed.mock.callCount();
  assert.ok(computed > 0);
  darkTwin("#123456");
  assert.equal(parsed.mock.callCount(), computed);
});
