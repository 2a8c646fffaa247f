// Tests when a loader tells the kernel that the learner rests, so that it keeps a still of that stop.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { FrameLoader } from "../../../utils/explore/browser/frames.js";
import { fakeModel, packetOf, settle, widgetState } from "./fakes.js";

mock.timers.enable({ apis: ["setTimeout"] });
const wait = ms => mock.timers.tick(ms);

/** A loader of nine stops that has begun to ask the kernel, and its model. */
async function opened() {
  const model = fakeModel(widgetState(9));
  const loader = new FrameLoader(model);
  await loader.ready;
  await settle();
  loader.open();
  return { loader, model };
}

test("a second after the last move the kernel is told where the learner rests, if that stop is shown", async () => {
  const { loader, model } = await opened();
  const rests = () => model.sent.filter(message => message.rested);
  wait(5000);
  assert.deepEqual(rests(), []); // the kernel keeps the first stop by itself
  loader.move(0, 7);
  wait(900);
  loader.move(0, 8);
  wait(900);
  assert.deepEqual(rests(), []);
  wait(200);
  assert.deepEqual(rests(), []); // its frame has not arrived, and may be slow: the kernel must not draw it twice
  await loader.receive({ answer: model.sent[1].id, packet: packetOf("8"), spent: 10 });
  wait(1000);
  assert.deepEqual(rests(), [{ rested: [8] }]);
  wait(5000);
  assert.equal(rests().length, 1);
});

test("where the learner rests while the very first frame is drawn is told once that stop has its frame", async () => {
  const { first_packet, ...state } = widgetState(9);
  const model = fakeModel({ ...state, first_packet: "" });
  const loader = new FrameLoader(model);
  loader.move(0, 7);
  wait(3000);
  assert.deepEqual(model.sent, []);
  model.set("first_packet", first_packet);
  await loader.ready;
  loader.open();
  await loader.receive({ answer: model.sent[1].id, packet: packetOf("7"), spent: 10 });
  wait(1000);
  assert.deepEqual(
    model.sent.filter(message => message.rested),
    [{ rested: [7] }],
  );
});
