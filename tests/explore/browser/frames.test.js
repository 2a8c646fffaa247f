// Tests which frames a loader asks the kernel for, how many at the same time, and which frames it drops.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { dropLoader, FrameLoader, loaderOf } from "../../../utils/explore/browser/frames.js";
import { fakeModel, fakeView, packetOf, settle, widgetState } from "./fakes.js";

let now = 0;
mock.method(performance, "now", () => now);

beforeEach(() => {
  now = 0;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** Advances both clocks, that of `performance.now` and that of the timers. */
function wait(ms) {
  now += ms;
  mock.timers.tick(ms);
}

/** A loader that has begun to ask the kernel, its model, and one view. */
async function opened(state, inSight = false) {
  const model = fakeModel(state);
  const loader = new FrameLoader(model);
  const view = fakeView(inSight);
  loader.views.add(view);
  await loader.ready;
  await settle();
  loader.open();
  return { loader, model, view };
}

const questions = model => model.sent.filter(message => message.ask);
const answer = (loader, question, keys, spent = 10) =>
  loader.hear({ answer: question.id, packet: packetOf(...keys), spent });

/** Answers questions until no question is left. */
async function answerAll(loader) {
  while (loader.questions.size) for (const [id, { keys }] of [...loader.questions]) await answer(loader, { id }, keys);
}

/** A packet whose frames have a chunk with an image. */
function withImage({ frames }) {
  for (const frame of Object.values(frames)) frame.chunks = [4];
  return { frames, chunks: { 4: [["image", null, btoa("PNG")]] } };
}

/** Lets no image be decoded until the function that it returns is called. */
function decodeLater(t) {
  let decoded;
  const image = new Promise(resolve => {
    decoded = resolve;
  });
  globalThis.createImageBitmap = () => image;
  t.after(() => delete globalThis.createImageBitmap);
  return decoded;
}

test("views of one widget share a loader until the widget is closed", () => {
  const [model, other] = [fakeModel(widgetState(3)), fakeModel(widgetState(3))];
  const loader = loaderOf(model);
  assert.equal(loaderOf(model), loader);
  assert.notEqual(loaderOf(other), loader);
  dropLoader(model);
  assert.notEqual(loaderOf(model), loader);
});

test("a loader is ready when the first frame has been drawn, even if that is late", async () => {
  const { first_packet, ...state } = widgetState(3);
  const model = fakeModel({ ...state, first_packet: "" });
  const loader = new FrameLoader(model);
  await settle();
  assert.deepEqual(loader.frame(), [null, false]);
  model.hear("msg:custom", { drawing: "1", seconds: 2 });
  assert.equal(loader.slow.seconds, 2);
  model.set("first_packet", first_packet);
  await loader.ready;
  assert.equal(loader.slow, null);
  assert.deepEqual(loader.frame(), [{ sentence: "at 1", chunks: [] }, true]);
});

test("while the very first frame is late, the views are shown that, and an answer to another page is not taken", async () => {
  const { first_packet, ...state } = widgetState(3);
  const model = fakeModel({ ...state, first_packet: "" });
  const [loader, view] = [new FrameLoader(model), fakeView()];
  loader.views.add(view);
  wait(399);
  assert.deepEqual([loader.late, view.shown], [false, 0]);
  wait(1);
  assert.deepEqual([loader.late, view.shown], [true, 1]);
  await loader.hear({ answer: "another's", packet: packetOf("0"), spent: 1 });
  assert.deepEqual([loader.cache.frames.size, model.sent.length], [0, 0]);
  model.set("first_packet", first_packet);
  await loader.ready;
  assert.equal(loader.frame()[1], true);
});

test("the loader asks nothing before a view has opened it, and its first message is hello", async () => {
  const model = fakeModel(widgetState(61));
  const loader = new FrameLoader(model);
  await loader.ready;
  loader.fetch();
  assert.deepEqual(model.sent, []);
  loader.open();
  loader.open();
  assert.deepEqual(
    model.sent.filter(message => message.hello),
    [{ hello: true }],
  );
  assert.deepEqual(model.sent[0], { hello: true });
});

test("at first three questions of twelve stops are sent, in smaller and smaller steps, each stop once", async () => {
  const { model } = await opened(widgetState(61));
  assert.deepEqual(
    questions(model).map(({ ask }) => ask.length),
    [12, 12, 12],
  );
  const asked = questions(model).flatMap(({ ask }) => ask.map(String));
  assert.deepEqual(asked.slice(0, 5), ["0", "32", "16", "48", "8"]);
  assert.equal(new Set(asked).size, 36);
  assert.equal(new Set(questions(model).map(({ id }) => id)).size, 3);
});

test("a stop that has been asked for is not asked for again while the answer is awaited", async () => {
  const { loader, model } = await opened(widgetState(61));
  loader.limit = 4;
  loader.fetch();
  const asked = questions(model).flatMap(({ ask }) => ask.map(String));
  assert.equal(asked.length, 48);
  assert.equal(new Set(asked).size, 48);
});

test("a stop whose frame has arrived is not asked for again, but a stop missing in the answer is", async () => {
  const { loader, model } = await opened(widgetState(61));
  const [first] = questions(model);
  const [came, left] = [first.ask.slice(0, 5).map(String), first.ask.slice(5).map(String)];
  model.sent.length = 0;
  wait(100);
  await answer(loader, first, came);
  const again = questions(model).flatMap(({ ask }) => ask.map(String));
  assert.deepEqual(again.slice(0, left.length), left);
  assert.ok(came.every(key => !again.includes(key)));
});

test("while a control moves only its line is asked for, and other lines after 150 ms without a move", async () => {
  const { loader, model } = await opened(widgetState(3, 61));
  await answerAll(loader);
  loader.move(0, 2);
  await answerAll(loader);
  model.sent.length = 0;
  loader.move(0, 0);
  wait(149);
  assert.deepEqual(questions(model), []); // the line of control 0 is in the cache
  wait(1);
  assert.equal(questions(model)[0].ask.length, 12);
  assert.ok(questions(model).every(({ ask }) => ask.every(([at]) => at === 0))); // control 1's line at the new stop
});

test("the first move after a rest asks for no lines of the other controls either", async () => {
  const { loader, model } = await opened(widgetState(3, 61));
  await answerAll(loader);
  model.sent.length = 0;
  loader.move(0, 2);
  assert.deepEqual(questions(model), []); // the line of control 0 is in the cache
  wait(150);
  assert.ok(questions(model).length);
});

test("each move begins the 150 ms anew, so that a drag with short stops asks for its own line alone", async () => {
  const { loader, model } = await opened(widgetState(3, 61));
  await answerAll(loader);
  model.sent.length = 0;
  loader.move(0, 2);
  wait(100);
  loader.move(0, 0);
  wait(149);
  assert.deepEqual(questions(model), []); // the line of control 0 is in the cache
  wait(1);
  assert.ok(questions(model).length);
});

test("a move asks at once for stops on the line of its control, which keeps its place in front after a rest", async () => {
  const { loader, model } = await opened(widgetState(61, 61));
  loader.questions.clear();
  model.sent.length = 0;
  loader.move(1, 2);
  assert.deepEqual(questions(model)[0].ask.slice(0, 3), [
    [30, 2],
    [30, 0],
    [30, 32],
  ]);
  assert.ok(questions(model).every(({ ask }) => ask.every(([at]) => at === 30)));
  loader.questions.clear();
  model.sent.length = 0;
  wait(150);
  assert.deepEqual(questions(model)[0].ask[1], [30, 0]);
});

test("before any move the stops of the first control are asked for first", async () => {
  const { model } = await opened(widgetState(61, 61));
  assert.ok(questions(model)[0].ask.every(([, at]) => at === 30));
});

test("a control counts as touched once it has left its first stop, and not before", async () => {
  const { loader } = await opened(widgetState(3));
  loader.move(0, 1);
  assert.equal(loader.touched, false);
  loader.move(0, 2);
  assert.equal(loader.touched, true);
});

test("a move makes a new stop and does not change the old array", async () => {
  const { loader } = await opened(widgetState(3, 9));
  const before = loader.stop;
  loader.move(1, 7);
  assert.deepEqual(
    [before, loader.stop],
    [
      [1, 4],
      [1, 7],
    ],
  );
});

test("all stops are asked for only after the picture is in sight", async () => {
  const { loader, model, view } = await opened(widgetState(3, 3));
  const asked = () => new Set(questions(model).flatMap(({ ask }) => ask.map(String)));
  assert.equal(asked().size, 4);
  view.inSight = true;
  loader.fetch();
  assert.equal(asked().size, 8);
});

test("all stops are asked for when one of two views is in sight, and none of them twice", async () => {
  const { loader, model } = await opened(widgetState(3, 3));
  loader.views.add(fakeView(true));
  loader.questions.clear();
  model.sent.length = 0;
  loader.fetch();
  const asked = questions(model).flatMap(({ ask }) => ask.map(String));
  assert.deepEqual([asked.length, new Set(asked).size], [8, 8]);
});

test("the limit of questions grows with the time that an answer needs to travel", async () => {
  const { loader, model } = await opened(widgetState(2001));
  now = 150;
  await answer(loader, questions(model)[0], [], 10);
  assert.equal(loader.limit, 8); // (150 - 3 * 10) / 10 + 2 = 14, but the limit is at most 8
  assert.equal(loader.questions.size, 8);
  const sentAt = sent => ({ keys: ["0"], sent, answered: true });
  loader.pace(sentAt(150 - 82), 10); // the answer took 82 ms, of which the kernel spent 80 on eight questions
  assert.equal(loader.limit, 2);
  loader.pace(sentAt(0), 12); // (150 - 8 * 12) / 12 = 4.5
  assert.equal(loader.limit, 7);
  await loader.hear({ answer: "a question of another page", packet: {}, spent: 1000 });
  await loader.hear({ answer: null, packet: {}, spent: 1000 }); // to a message without an id
  loader.pace({ keys: [], sent: 0, answered: true }, 0); // a probe
  assert.equal(loader.limit, 7);
});

test("while as many questions wait as the limit allows, no stop is asked for", async () => {
  const { loader, model } = await opened(widgetState(61));
  loader.fetch();
  assert.equal(questions(model).length, 3);
});

test("a kernel that does not answer for four seconds is silent until it answers", async () => {
  const { loader, model, view } = await opened(widgetState(61));
  wait(3999);
  assert.equal(loader.silent, false);
  const { shown } = view;
  wait(1);
  assert.equal(loader.silent, true);
  assert.ok(view.shown > shown);
  await answer(loader, questions(model)[0], ["0"]);
  assert.equal(loader.silent, false);
});

test("each message of the kernel begins the four seconds anew", async () => {
  const { loader } = await opened(widgetState(61));
  wait(3000);
  await loader.hear({ drawing: "7", seconds: 2 });
  wait(3999);
  assert.equal(loader.silent, false);
  wait(1);
  assert.equal(loader.silent, true);
});

test("a question that is sent while another one is awaited does not put off the four seconds", async () => {
  const { loader, model } = await opened(widgetState(61));
  wait(3000);
  loader.limit = 4;
  loader.fetch();
  assert.equal(questions(model).length, 4);
  wait(999);
  assert.equal(loader.silent, false);
  wait(1);
  assert.equal(loader.silent, true);
});

test("a silent kernel is probed, each time after twice as long, and no stop is asked for again", async () => {
  const { loader, model } = await opened(widgetState(61));
  model.sent.length = 0;
  const probes = [];
  for (let second = 1; second <= 190; second += 1) {
    wait(1000);
    for (const { ask } of model.sent.splice(0)) probes.push([second, ask.length]);
  }
  assert.deepEqual(
    probes,
    [4, 12, 28, 60, 120, 180].map(second => [second, 0]),
  ); // never more than 60 s apart
  await answerAll(loader);
  model.sent.length = 0;
  wait(200_000);
  assert.deepEqual(model.sent, []); // nothing is awaited, so nothing is probed
});

test("questions sent before an answered one have lost their answers: they are asked again after hello", async () => {
  const { loader, model } = await opened(widgetState(61));
  const [lost, also, third] = questions(model);
  model.sent.length = 0;
  await answer(loader, third, third.ask.map(String));
  assert.deepEqual(model.sent[0], { hello: true }); // what those answers brought must be sent again
  const again = questions(model).flatMap(({ ask }) => ask.map(String));
  assert.deepEqual(again.slice(0, 24), [...lost.ask, ...also.ask].map(String));
  model.sent.length = 0;
  await answer(loader, lost, lost.ask.map(String)); // it comes late after all
  assert.ok(loader.cache.frames.has(String(lost.ask[0])));
});

test("an answer that is still being decoded when the next one comes is not lost", async () => {
  const { loader, model } = await opened(widgetState(61));
  const [first, second] = questions(model);
  model.sent.length = 0;
  await Promise.all([answer(loader, first, first.ask.map(String)), answer(loader, second, second.ask.map(String))]);
  assert.ok(!model.sent.some(message => message.hello));
});

test("if all answers are lost, the answer to a probe has all their stops asked for again", async () => {
  const { loader, model } = await opened(widgetState(12));
  assert.equal(questions(model).length, 1);
  wait(4000);
  const probe = questions(model)[1];
  assert.deepEqual(probe.ask, []);
  model.sent.length = 0;
  await answer(loader, probe, []);
  assert.deepEqual(new Set(questions(model)[0].ask.map(String)).size, 11);
  assert.equal(loader.silent, false);
});

test("a frame whose chunks the kernel thinks it has sent already is asked for again after hello", async () => {
  const { loader, model } = await opened(widgetState(3));
  const [{ id }] = questions(model);
  model.sent.length = 0;
  await loader.hear({ answer: id, packet: { frames: { 0: { sentence: "at 0", chunks: [5] } } }, spent: 1 });
  assert.deepEqual(model.sent[0], { hello: true });
  assert.ok(questions(model)[0].ask.some(([at]) => at === 0));
});

test("if one frame of an answer cannot be shown, it is asked for again after hello, though the others can", async () => {
  const { loader, model } = await opened(widgetState(3));
  const [{ id }] = questions(model);
  model.sent.length = 0;
  const { frames } = packetOf("0", "2");
  frames[0].chunks = [5];
  await loader.hear({ answer: id, packet: { frames }, spent: 1 });
  assert.deepEqual(model.sent[0], { hello: true });
  assert.deepEqual(questions(model)[0].ask, [[0]]);
});

test("an answer is shown when its images have been decoded, and its stops are not asked for again meanwhile", async t => {
  const decoded = decodeLater(t);
  const { loader, model, view } = await opened(widgetState(3));
  const [{ id }] = questions(model);
  model.sent.length = 0;
  const heard = loader.hear({ answer: id, packet: withImage(packetOf("0", "2")), spent: 1 });
  await settle();
  const { shown } = view;
  assert.ok(!loader.cache.frames.has("0"));
  assert.deepEqual(model.sent, []);
  decoded();
  await heard;
  assert.ok(loader.cache.frames.has("0"));
  assert.ok(view.shown > shown);
  assert.deepEqual(model.sent, []);
});

test("a loader is ready when the images of the first frame have been decoded", async t => {
  const decoded = decodeLater(t);
  const state = widgetState(3);
  const loader = new FrameLoader(fakeModel({ ...state, first_packet: JSON.stringify(withImage(packetOf("1"))) }));
  let ready = false;
  loader.ready.then(() => {
    ready = true;
  });
  await settle();
  assert.equal(ready, false);
  decoded();
  await loader.ready;
  assert.equal(loader.frame()[1], true);
});

test("a baked packet is shown when its images have been decoded", async t => {
  const decoded = decodeLater(t);
  const loader = new FrameLoader(fakeModel({ ...widgetState(3), baked: [withImage(packetOf("0"))] }, { live: false }));
  const view = fakeView();
  loader.views.add(view);
  await settle();
  assert.equal(view.shown, 0);
  decoded();
  await settle();
  assert.equal(view.shown, 1);
});

test("a slow stop is shown, the kernel is not silent meanwhile, and the next answer ends it", async () => {
  const { loader, model, view } = await opened(widgetState(61));
  for (let seconds = 2; seconds < 9; seconds += 1) {
    const { shown } = view;
    await loader.hear({ drawing: "7", seconds });
    assert.ok(view.shown > shown);
    assert.deepEqual([loader.slow.seconds, loader.silent], [seconds, false]);
    wait(1000);
  }
  await answer(loader, questions(model)[0], ["7"]);
  assert.equal(loader.slow, null);
});

test("once a stop has been given up, only the present stop is asked for", async () => {
  const { loader, model } = await opened(widgetState(61), true);
  const [{ id }] = questions(model);
  const frames = { 60: { sentence: "given up", error: true, given_up: true, chunks: [] } };
  await loader.hear({ answer: id, packet: { frames }, spent: 10_000 });
  loader.questions.clear();
  model.sent.length = 0;
  loader.move(0, 60);
  wait(1000);
  assert.deepEqual(questions(model), []); // it has a frame already
  loader.move(0, 7);
  wait(1000);
  assert.deepEqual(
    questions(model).map(({ ask }) => ask),
    [[[7]]],
  );
});

test("a widget that has been closed does not probe the kernel", async () => {
  const model = fakeModel(widgetState(61));
  const loader = loaderOf(model);
  await loader.ready;
  loader.open();
  dropLoader(model);
  model.sent.length = 0;
  wait(300_000);
  assert.deepEqual(model.sent, []);
});

test("a widget that has been closed asks for nothing, not even for a stop to which it is moved", async () => {
  const model = fakeModel(widgetState(61));
  const loader = loaderOf(model);
  await loader.ready;
  dropLoader(model);
  loader.open();
  loader.move(0, 7);
  wait(1000);
  assert.deepEqual(questions(model), []);
});

test("if a message cannot be sent, the kernel counts as silent and no error is raised", async () => {
  const { loader, model } = await opened(widgetState(61));
  model.send = () => {
    throw new Error("no kernel");
  };
  loader.move(0, 3);
  loader.questions.clear();
  loader.fetch();
  assert.equal(loader.silent, true);
});

test("a move beyond an end goes to the end, and a move to the same stop does not show the view again", async () => {
  const { loader, view } = await opened(widgetState(5));
  loader.move(0, 99);
  assert.deepEqual(loader.stop, [4]);
  const { shown } = view;
  loader.move(0, 4);
  assert.equal(view.shown, shown);
  loader.move(0, -1);
  assert.deepEqual(loader.stop, [0]);
});

test("for a stop whose frame has not arrived, frame() gives the nearest one and says it is not exact", async () => {
  const { loader } = await opened(widgetState(9));
  loader.move(0, 8);
  assert.deepEqual(loader.frame(), [{ sentence: "at 4", chunks: [] }, false]);
  await loader.take(packetOf("7", "8"));
  assert.deepEqual(loader.frame(), [{ sentence: "at 8", chunks: [] }, true]);
});

test("the longest sentence is kept, but sentences of errors do not count", async () => {
  const { loader } = await opened(widgetState(9));
  await loader.take({
    frames: { 0: { sentence: "a long sentence", chunks: [] }, 1: { sentence: "short", chunks: [] } },
  });
  await loader.take({ frames: { 2: { sentence: "an error with very many words", error: true, chunks: [] } } });
  assert.equal(loader.longest, "a long sentence");
});

test("with more than 3000 frames, those not on a line through the present stop are dropped", async () => {
  const { loader, model } = await opened(widgetState(60, 60));
  const keys = Array.from({ length: 3001 }, (_, i) => `${i % 60},${Math.floor(i / 60)}`);
  const { frames } = packetOf(...keys);
  frames["1,1"].chunks = [7];
  frames["30,1"].chunks = [8];
  model.sent.length = 0;
  await loader.hear({ answer: "another page's", packet: { frames, chunks: { 7: [], 8: [] } }, spent: 10 });
  assert.ok(loader.cache.frames.has("30,1"));
  assert.ok(loader.cache.frames.has("1,30"));
  assert.ok(!loader.cache.frames.has("1,1"));
  assert.deepEqual(model.sent[0], { forget: [7] });
});

test("3000 frames are kept", async () => {
  const { loader } = await opened(widgetState(60, 60));
  const keys = Array.from({ length: 3000 }, (_, i) => `${i % 60},${Math.floor(i / 60)}`);
  await loader.take(packetOf(...keys));
  loader.trim();
  assert.equal(loader.cache.frames.size, 3000);
});

test("without a kernel the baked packets are taken as the page supplies them, and nothing is asked", async () => {
  const supplied = [];
  const waiting = Array.from({ length: 2 }, () => new Promise(resolve => supplied.push(resolve)));
  const state = { ...widgetState(5), baked: waiting, longest: "the longest sentence of all its frames" };
  const model = fakeModel(state, { live: false });
  const loader = new FrameLoader(model);
  await loader.ready;
  loader.open();
  loader.move(0, 0);
  assert.deepEqual([loader.live, loader.frame()[1]], [false, false]);
  for (const [packet, nearest] of [
    [packetOf("1", "3"), "at 1"],
    [packetOf("0", "4"), "at 0"],
  ]) {
    const shown = new Promise(show => loader.views.add({ show, inSight: false }));
    supplied.shift()(packet);
    await shown;
    assert.equal(loader.frame()[0].sentence, nearest);
  }
  assert.ok(loader.frame()[1]);
  assert.equal(loader.longest, state.longest);
});

test("moves are counted and shown", async () => {
  const { loader, view } = await opened(widgetState(5));
  const { shown } = view;
  loader.countMove();
  assert.deepEqual([loader.moves, view.shown], [1, shown + 1]);
});
