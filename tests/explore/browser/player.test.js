// Play runs a control to its end; a frame that has not come is waited for.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Player } from "../../../utils/explore/browser/player.js";
import { putPage } from "../../widgets/fake_page.js";

beforeEach(() => {
  putPage();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** Lets `ms` pass, a millisecond at a time: a timer that is set on the way runs at its own time. */
function wait(ms) {
  for (let i = 0; i < ms; i++) mock.timers.tick(1);
}

/** A player of a control of so many stops, its loader, and the words that its first button had, one after the other. */
function playing(count, at = 0) {
  const loader = {
    counts: [count],
    controls: [{ start: 1 }],
    stop: [at],
    exact: true,
    frame() {
      return [null, this.exact];
    },
    move(index, to) {
      this.stop[index] = Math.max(0, Math.min(count - 1, to));
    },
  };
  const player = new Player(loader, 0, 13);
  const said = [];
  const node = player.button.firstChild;
  Object.defineProperty(node, "data", { get: () => said.at(-1) ?? "Play", set: words => said.push(words) });
  return { loader, said, player };
}

test("it takes a stop at each tick, ends at the last, and says so", () => {
  const { loader, player, said } = playing(4);
  player.toggle();
  wait(399);
  assert.deepEqual(loader.stop, [0]);
  wait(1);
  assert.deepEqual(loader.stop, [1]);
  wait(4000);
  assert.deepEqual([loader.stop, said], [[3], ["Pause", "Play"]]);
});

test("of many stops it takes a tick of 60 ms at the least, of 61 stops 4 s in all", () => {
  const many = playing(200);
  many.player.toggle();
  wait(600);
  assert.deepEqual(many.loader.stop, [10]);
  const usual = playing(61);
  usual.player.toggle();
  wait(3500);
  assert.ok(usual.loader.stop[0] < 60);
  wait(600);
  assert.deepEqual(usual.loader.stop, [60]);
});

test("it waits for a frame that has not come", () => {
  const { loader, player } = playing(4);
  loader.exact = false;
  player.toggle();
  wait(4000);
  assert.deepEqual(loader.stop, [0]);
  loader.exact = true;
  wait(400);
  assert.deepEqual(loader.stop, [1]);
});

test("from the last stop it begins anew, and a second click pauses", () => {
  const { loader, player, said } = playing(4, 3);
  player.toggle();
  assert.deepEqual(loader.stop, [0]);
  player.toggle();
  wait(4000);
  assert.deepEqual([loader.stop, said], [[0], ["Pause", "Play"]]);
});

test("steps and Reset pause it", () => {
  const { loader, player, said } = playing(40);
  player.toggle();
  player.buttons[2].fire("click");
  assert.deepEqual([loader.stop, said.at(-1)], [[13], "Play"]);
  player.toggle();
  player.buttons[3].fire("click");
  assert.deepEqual([loader.stop, said.at(-1)], [[1], "Play"]);
  wait(4000);
  assert.deepEqual(loader.stop, [1]);
});
