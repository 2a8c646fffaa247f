// Tests one view on a fake page: what its controls do, and which picture and texts it shows.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { loaderOf } from "../../../utils/explore/browser/frames.js";
import { render } from "../../../utils/explore/browser/view.js";
import { FakeElement, keepsFinger, putPage } from "../../widgets/fake_page.js";
import { FakePath, fakeModel, packetOf, settle, widgetState } from "./fakes.js";

globalThis.Path2D = FakePath;
globalThis.HTMLElement = FakeElement;
let page;
let first; // the first page of these tests, which the module that knows the theme watches

beforeEach(() => {
  page = putPage();
  first ??= page;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

const STATE = { size: [600, 400], drag: [], play: [], count: false };

/** A view of a widget with one control for each of `counts`; the frames of all stops of the first control are there. */
async function shown(changes = {}, counts = [5], options = {}) {
  const model = fakeModel({ ...widgetState(...counts), ...STATE, ...changes }, options);
  const el = new FakeElement();
  const close = render({ model, el });
  const loader = loaderOf(model);
  await loader.ready;
  const rest = loader.stop.slice(1).map(at => `,${at}`);
  await loader.take(packetOf(...Array.from({ length: counts[0] }, (_, at) => `${at}${rest.join("")}`)));
  await settle();
  page.resize();
  return {
    model,
    el,
    loader,
    close,
    slider: el.find("input"),
    caption: el.find(".downhill-caption"),
    note: el.find(".downhill-note"),
  };
}

/** Moves `slider`, with the event that a learner's move causes. */
function slide(slider, value) {
  slider.value = String(value);
  slider.fire("input");
}

test("the first picture is shown with its sentence, which a screen reader can also read", async () => {
  const { el, slider, caption, note } = await shown();
  assert.equal(caption.textContent, "at 2");
  assert.equal(el.find("canvas").attributes["aria-label"], "at 2");
  assert.equal(slider.attributes["aria-valuetext"], "2. at 2");
  assert.deepEqual([slider.value, slider.attributes.max, el.find("output").textContent], ["2", "4", "2"]);
  assert.equal(note.textContent, "");
});

test("a moved slider shows its new stop, and the text nodes are not replaced", async () => {
  const { el, slider, caption } = await shown();
  const [node, value] = [caption.firstChild, el.find("output").firstChild];
  slide(slider, 4);
  assert.deepEqual([caption.textContent, el.find("output").textContent], ["at 4", "4"]);
  assert.equal(caption.firstChild, node);
  assert.equal(el.find("output").firstChild, value);
});

test("until its frame has arrived, a stop shows the nearest frame with its sentence and a note", async () => {
  const { loader, slider, caption, note } = await shown();
  loader.cache.frames.delete("4");
  slide(slider, 4);
  assert.deepEqual([caption.textContent, note.textContent], ["at 3", "drawing ..."]);
  assert.equal(slider.attributes["aria-valuetext"], "4. drawing ...");
  await loader.take(packetOf("4"));
  loader.show();
  assert.deepEqual([caption.textContent, note.textContent], ["at 4", ""]);
});

test("an error is marked in the caption and dims the picture, and the next stop is shown normally", async () => {
  const { el, loader, slider, caption } = await shown();
  await loader.take({ frames: { 0: { sentence: "At 0 it cannot be drawn.", error: true, chunks: [] } } });
  slide(slider, 0);
  assert.equal(caption.textContent, "At 0 it cannot be drawn.");
  assert.ok(caption.classList.contains("downhill-error"));
  assert.ok(el.find("canvas").classList.contains("downhill-empty"));
  slide(slider, 1);
  assert.ok(!caption.classList.contains("downhill-error"));
  assert.ok(!el.find("canvas").classList.contains("downhill-empty"));
});

test("the canvas has as many pixels as the screen, and room is kept for the longest sentence", async () => {
  globalThis.devicePixelRatio = 1.5;
  const { el, loader } = await shown();
  assert.deepEqual([el.find("canvas").width, el.find("canvas").height], [900, 600]);
  await loader.take({ frames: { 0: { sentence: "a much longer sentence", chunks: [] } } });
  loader.show();
  assert.equal(el.find(".downhill-room").dataset.longest, "a much longer sentence");
});

test("the kernel is asked after the first picture is painted, and for all stops when it is in sight", async () => {
  const { model, loader } = await shown({}, [3, 3]);
  assert.deepEqual(model.sent, []);
  page.frame();
  assert.deepEqual(model.sent, []);
  page.frame();
  assert.deepEqual(model.sent[0], { hello: true });
  const asked = () => model.sent.flatMap(({ ask }) => ask ?? []).length;
  assert.equal(asked(), 2); // the line of control 1, since that of control 0 is in the cache
  page.see(true);
  assert.equal(asked(), 6);
  assert.equal(loader.views.size, 1);
});

test("a checkbox and a list move their controls, and show the moves of these", async () => {
  const state = widgetState(2, 3);
  state.controls[0] = { ...state.controls[0], kind: "check", texts: ["False", "True"], start: 0 };
  state.controls[1] = { ...state.controls[1], kind: "select", texts: ["sine", "cosine", "line"] };
  const { el, loader } = await shown(state, [2, 3]);
  const [check, list] = [el.find("input"), el.find("select")];
  check.checked = true;
  check.fire("input");
  list.value = "2";
  list.fire("input");
  assert.deepEqual(loader.stop, [1, 2]);
  loader.move(0, 0);
  assert.equal(check.checked, false);
  assert.deepEqual(
    list.all(each => each.tag === "option").map(each => each.textContent),
    ["sine", "cosine", "line"],
  );
});

test("Play, Step and Reset move their control, and moves are counted", async () => {
  const { el, loader } = await shown({ play: ["c0", 3], count: true });
  const buttons = el.all(each => each.tag === "button");
  assert.deepEqual(
    buttons.map(each => each.textContent),
    ["Play", "Step", "3 steps", "Reset", ""], // the last leads to the large view
  );
  const moves = el.find(".downhill-count");
  el.button("Step").fire("click");
  assert.deepEqual([loader.stop, moves.textContent], [[3], "Moves: 1"]);
  el.button("Reset").fire("click");
  el.button("3 steps").fire("click");
  assert.deepEqual([loader.stop, moves.textContent], [[4], "Moves: 3"]);
  buttons[0].fire("click");
  assert.deepEqual([loader.stop, buttons[0].textContent], [[0], "Pause"]);
  el.find("input").fire("change");
  assert.equal(moves.textContent, "Moves: 5");
  slide(el.find("input"), 2);
  assert.equal(buttons[0].textContent, "Play"); // to move the slider pauses the player
});

test("the pointer on the picture moves two controls to their nearest stops; its release counts as a move", async () => {
  const { el, loader } = await shown({ drag: ["c0", "c1"], count: true }, [3, 3]);
  const positions = [
    [100, 300, 500],
    [350, 200, 50],
  ];
  await loader.take({ definitions: { 0: positions }, frames: { "1,1": { sentence: "", chunks: [], positions: 0 } } });
  loader.show();
  const canvas = el.find("canvas");
  const at = (clientX, clientY) => ({ clientX, clientY, button: 0, pointerId: 1 });
  canvas.fire("pointermove", at(600, 100));
  assert.deepEqual(loader.stop, [1, 1]); // no button is pressed
  canvas.fire("pointerdown", { ...at(600, 100), button: 2 });
  assert.deepEqual(loader.stop, [1, 1]); // the right button
  canvas.fire("pointerdown", at(600, 100)); // (500, 50) on the picture
  assert.deepEqual(loader.stop, [2, 2]);
  assert.ok(canvas.classList.contains("downhill-held"));
  canvas.fire("pointerup");
  assert.ok(!canvas.classList.contains("downhill-held"));
  assert.equal(loader.moves, 1);
});

test("the controls stand beside the picture where the view is wide enough, else above it", async () => {
  const { el } = await shown();
  const view = el.find(".downhill");
  for (const [width, beside] of [
    [889, false],
    [890, true],
    [700, false],
  ]) {
    page.resize(width);
    assert.equal(view.classList.contains("downhill-beside"), beside);
    assert.equal(el.find("canvas").style.maxWidth, "600px");
  }
});

test("in a narrow view the panels of the figure take several lines, and the pointer moves on the one it pressed", async () => {
  const { el, model, loader } = await shown({ drag: ["c0"] });
  const canvas = el.find("canvas");
  page.resize(300);
  assert.deepEqual([canvas.width, canvas.height], [300, 200]); // the kernel has not sent the panels yet
  model.set("panels", [
    [0, 0, 300, 400],
    [300, 0, 300, 400],
  ]);
  assert.deepEqual([canvas.width, canvas.height, canvas.style.aspectRatio], [300, 800, "300 / 800"]);
  const positions = [[310, 350, 400, 500, 590]];
  await loader.take({ definitions: { 0: positions }, frames: { 2: { sentence: "", chunks: [], positions: 0 } } });
  loader.show();
  const at = (x, y) => ({ clientX: 100 + x, clientY: 50 + y, button: 0, pointerId: 1 });
  canvas.fire("pointerdown", at(199, 500)); // x = 499 of the figure, in its second panel
  assert.deepEqual(loader.stop, [3]);
  page.resize(600);
  assert.deepEqual([canvas.width, canvas.height], [600, 400]);
});

test("a click on the picture puts the focus on the control that it drags, or on the first one", async () => {
  for (const [drag, expected] of [
    [["c1"], 1],
    [[], 0],
  ]) {
    const { el } = await shown({ drag }, [3, 3]);
    const focused = [];
    for (const [index, input] of el.all(each => each.tag === "input").entries())
      input.focus = ({ preventScroll }) => focused.push([index, preventScroll]);
    el.find("canvas").fire("click");
    assert.deepEqual(focused, [[expected, true]]);
  }
});

test("a table shows the rows of its frame, the first as its head, and is hidden when there are no rows", async () => {
  const { el, loader, slider } = await shown();
  const frame = rows => ({ sentence: "", chunks: [], rows });
  await loader.take({
    frames: {
      0: frame([
        ["", "w"],
        ["1", "2"],
        ["3", "4"],
      ]),
      1: frame([
        ["", "w"],
        ["5", "6"],
      ]),
      3: frame([]),
      4: frame([
        ["", "w"],
        ["7", "8"],
      ]),
    },
  });
  const [table, texts] = [
    el.find(".downhill-table"),
    tag => el.all(each => each.tag === tag).map(each => each.textContent),
  ];
  assert.ok(table.hidden);
  slide(slider, 0);
  assert.deepEqual([table.hidden, texts("th"), texts("td")], [false, ["w"], ["", "1", "2", "3", "4"]]);
  assert.equal(table.scrollTop, 500); // the table scrolls to a new row
  table.scrollTop = 0;
  const cell = el.all(each => each.tag === "td")[1];
  slide(slider, 1);
  assert.deepEqual(texts("td"), ["", "5", "6"]);
  assert.equal(el.all(each => each.tag === "td")[1], cell);
  slide(slider, 3);
  assert.ok(table.hidden);
});

test("a view that has been closed is not updated any more", async () => {
  const { loader, close, caption } = await shown();
  close();
  assert.deepEqual([loader.views.size, page.resized.length, page.sighted.length], [0, 0, 0]);
  loader.move(0, 4);
  assert.equal(caption.textContent, "at 2");
});

/** The paintings of the picture of a view since it was asked for last. */
function paintings(el) {
  let count = 0;
  el.find("canvas").getContext().setTransform = () => count++;
  return () => {
    const before = count;
    count = 0;
    return before;
  };
}

test("a picture that has been drawn late replaces what stood in its place, and is shown", async () => {
  const { first_packet, ...state } = { ...widgetState(5), ...STATE };
  const model = fakeModel({ ...state, first_packet: "" });
  const el = new FakeElement();
  el.append("a still");
  render({ model, el });
  page.resize();
  assert.ok(!el.textContent.includes("a still"));
  assert.equal(el.find(".downhill-caption").textContent, "");
  model.set("first_packet", first_packet);
  await settle();
  assert.equal(el.find(".downhill-caption").textContent, "at 2");
});

test("a picture is painted when its width is known, when its frame changes or it is wider, and not otherwise", async () => {
  const model = fakeModel({ ...widgetState(5), ...STATE });
  const el = new FakeElement();
  render({ model, el });
  const painted = paintings(el);
  const loader = loaderOf(model);
  await loader.ready;
  await settle();
  assert.equal(painted(), 0);
  page.resize();
  assert.equal(painted(), 1);
  page.resize(); // only the height has changed
  loader.show();
  assert.equal(painted(), 0);
  await loader.take(packetOf("4"));
  loader.move(0, 4);
  assert.equal(painted(), 1);
  page.resize(300);
  assert.equal(painted(), 1);
});

test("the picture of an error is empty, and nothing is painted on it", async () => {
  const { el, loader, slider } = await shown();
  await loader.take({ frames: { 0: { sentence: "At 0 it cannot be drawn.", error: true, chunks: [] } } });
  const [painted, canvas] = [paintings(el), el.find("canvas")];
  const set = [];
  Object.defineProperty(canvas, "width", { get: () => 600, set: width => set.push(width) });
  slide(slider, 0);
  assert.deepEqual([set, painted()], [[600], 0]); // a canvas whose width is set is empty
});

test("when the page becomes dark the picture is painted again, as long as the view is open", async t => {
  const { el, close } = await shown();
  const [painted, canvas] = [paintings(el), el.find("canvas")];
  const turn = (name, on) => {
    document.body.classList.toggle(name, on);
    for (const tell of first.changed) tell([]);
  };
  t.after(() => turn("vscode-dark", false));
  turn("vscode-dark", true);
  assert.deepEqual([canvas.classList.contains("downhill-dark"), painted()], [true, 1]);
  turn("vscode-dark", false);
  assert.deepEqual([canvas.classList.contains("downhill-dark"), painted()], [false, 1]);
  close();
  turn("vscode-dark", true);
  assert.equal(painted(), 0);
});

test("a view is marked once one of its controls has left its first stop", async () => {
  const { el, slider } = await shown();
  const marked = () => el.find(".downhill").classList.contains("downhill-moved");
  assert.equal(marked(), false);
  slide(slider, 4);
  assert.equal(marked(), true);
});

test("the picture says whether a pointer moves it across, about, or not at all", async () => {
  for (const [drag, across, about] of [
    [[], false, false],
    [["c1"], true, false],
    [["c0", "c1"], false, true],
  ]) {
    const { el } = await shown({ drag }, [3, 3]);
    const { classList, listeners } = el.find("canvas");
    assert.deepEqual(
      [classList.contains("downhill-across"), classList.contains("downhill-about"), "pointerdown" in listeners],
      [across, about, across || about],
    );
  }
});

test("a finger that goes up scrolls the page from a picture that it moves across, but not from one it moves about", async () => {
  for (const [drag, expected] of [
    [["c0"], false],
    [["c0", "c1"], true],
  ]) {
    const { el } = await shown({ drag }, [3, 3]);
    assert.equal(keepsFinger(el.find("canvas"), [200, 200], [201, 100]), expected);
  }
});

test("to drag the picture pauses the player, and on a frame without positions moves nothing", async () => {
  const { el, loader } = await shown({ drag: ["c0"], play: ["c0", 0] });
  const [play] = el.all(each => each.tag === "button");
  play.fire("click");
  el.find("canvas").fire("pointerdown", { clientX: 600, clientY: 100, button: 0, pointerId: 1 });
  assert.deepEqual([play.textContent, loader.stop], ["Play", [2]]);
});

test("the positions that a drag looks at are those of the frame that is shown", async () => {
  const { el, loader } = await shown({ drag: ["c0"] }, [3]);
  const definitions = { 0: [[0, 300, 600]], 7: [[600, 300, 0]] };
  await loader.take({ definitions, frames: { 1: { sentence: "", chunks: [], positions: 7 } } });
  loader.show();
  el.find("canvas").fire("pointerdown", { clientX: 690, clientY: 100, button: 0, pointerId: 1 });
  assert.deepEqual(loader.stop, [0]);
});

test("a stop link moves the picture and pauses its player", async () => {
  const { el, loader } = await shown({ play: ["c0", 0] });
  const [play] = el.all(each => each.tag === "button");
  play.fire("click");
  const [{ el: place, names, go }] = window.downhillMovables;
  assert.ok(place === el);
  assert.deepEqual(names, ["c0"]);
  assert.equal(go(new Map([["c0", "4"]])), "");
  assert.deepEqual([loader.stop, play.textContent], [[4], "Play"]);
});

test("Escape leads from a control of the picture to its cell", async () => {
  const { el } = await shown();
  const cell = new FakeElement();
  let focused = 0;
  cell.focus = () => focused++;
  const root = el.find(".downhill");
  root.closest = () => cell;
  root.fire("keydown", { key: "Escape" });
  assert.equal(focused, 1);
});

test("the large view may lay the picture out below its controls or beside them, and gets its scale", async () => {
  const { el, loader, model } = await shown();
  const [{ large }] = loader.views;
  const { widths, layOut } = large.subject;
  assert.deepEqual(widths, [604, 704, 804, 894]);
  const beside = () => el.find(".downhill").classList.contains("downhill-beside");
  assert.deepEqual([layOut(894), beside()], [1, true]);
  assert.deepEqual([layOut(893), beside()], [1, false]);
  assert.equal(layOut(304), 0.5);
  model.set("panels", [
    [0, 0, 200, 400],
    [200, 0, 400, 400],
  ]);
  assert.equal(layOut(304), 0.75); // its second panel, which is alone in its line, is smaller than the first
});

test("a view that is closed, or whose signal says so, leaves the large view and pauses its player", async () => {
  for (const end of [({ close }) => close(), ({ stop }) => stop.abort()]) {
    const model = fakeModel({ ...widgetState(5), ...STATE, play: ["c0", 0] });
    const [el, stop] = [new FakeElement(), new AbortController()];
    const close = render({ model, el, signal: stop.signal });
    const loader = loaderOf(model);
    await loader.ready;
    const [{ large }] = loader.views;
    let left = 0;
    large.leave = () => left++;
    const [play] = el.all(each => each.tag === "button");
    play.fire("click");
    end({ close, stop });
    assert.deepEqual([loader.views.size, left, play.textContent], [0, 1, "Play"]);
  }
});

test("a table whose rows become shorter shows nothing of the longer ones", async () => {
  const { el, loader, slider } = await shown();
  const frame = rows => ({ sentence: "", chunks: [], rows });
  const [long, short] = [
    frame([
      ["a", "b", "c"],
      ["1", "2", "3"],
    ]),
    frame([["a"], ["4"]]),
  ];
  await loader.take({ frames: { 0: long, 1: short } });
  slide(slider, 0);
  slide(slider, 1);
  assert.deepEqual(
    el.all(each => each.tag === "th" || each.tag === "td").map(each => each.textContent),
    ["a", "4"],
  );
});
