// Tests that Play runs a control to its last stop, and that it waits for frames that have not arrived.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Player } from "../../../utils/explore/browser/player.js";
import { putPage } from "../../widgets/fake_page.js";

let page;

beforeEach(() => {
  page = putPage();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** Advances the clock by `ms`, one millisecond at a time, so that a timer set meanwhile also runs at the right time. */
function wait(ms) {
  for (let i = 0; i < ms; i++) mock.timers.tick(1);
}

/** A player of a control with `count` stops, its loader, and all texts that its first button has had, in order. */
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

test("the player moves one stop at each tick, ends at the last stop, and then shows Play again", () => {
  const { loader, player, said } = playing(4);
  player.toggle();
  wait(399);
  assert.deepEqual(loader.stop, [0]);
  wait(1);
  assert.deepEqual(loader.stop, [1]);
  wait(4000);
  assert.deepEqual([loader.stop, said], [[3], ["Pause", "Play"]]);
});

test("for a reader who has asked for less motion, Play shows eight pictures, one a second", () => {
  page.calm = true;
  const { loader, player, said } = playing(31);
  player.toggle();
  wait(999);
  assert.deepEqual(loader.stop, [0]);
  wait(1);
  assert.deepEqual(loader.stop, [4]);
  wait(7000);
  assert.deepEqual([loader.stop, said], [[30], ["Pause", "Play"]]);
});

test("with many stops a tick takes at least 60 ms, and 61 stops take 4 s in all", () => {
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

test("the player waits for a frame that has not arrived", () => {
  const { loader, player } = playing(4);
  loader.exact = false;
  player.toggle();
  wait(4000);
  assert.deepEqual(loader.stop, [0]);
  loader.exact = true;
  wait(400);
  assert.deepEqual(loader.stop, [1]);
});

test("at the last stop the player begins again at the first, and a second click pauses it", () => {
  const { loader, player, said } = playing(4, 3);
  player.toggle();
  assert.deepEqual(loader.stop, [0]);
  player.toggle();
  wait(4000);
  assert.deepEqual([loader.stop, said], [[0], ["Pause", "Play"]]);
});

test("the buttons for steps and Reset pause the player", () => {
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

test("after a pause, and after Step, a click on Play goes on from there", () => {
  const { loader, player } = playing(40, 5);
  const wasPausedBy = [() => player.toggle(), () => player.buttons[1].fire("click")];
  for (const pause of wasPausedBy) {
    player.toggle();
    pause();
    const [at] = loader.stop;
    player.toggle();
    wait(100);
    assert.deepEqual(loader.stop, [at + 1]);
    player.pause();
  }
});
