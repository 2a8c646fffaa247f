// Tests on which pages pictures are dark, and that all of them are painted again when this changes.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { putPage } from "./fake_page.js";

const [DARK, FORCED, PRINT] = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"];
let page;
let count = 0;

beforeEach(() => {
  page = putPage();
  document.documentElement.style.colorScheme = "light dark";
});

/** The module as a page that has just been opened runs it. */
function opened() {
  count += 1;
  return import(`../../utils/widgets/theme.js?${count}`);
}

/** Changes the page by `change`, and tells those who watch it. */
function turn(change) {
  change();
  for (const tell of page.changed) tell([]);
}

test("a page is dark where its reader wishes so and it follows the wish", async () => {
  assert.equal((await opened()).isDark(), false);
  page.media.add(DARK);
  assert.equal((await opened()).isDark(), true);
  document.documentElement.style.colorScheme = "normal";
  assert.equal((await opened()).isDark(), false);
});

test("JupyterLab and VS Code say themselves whether they are dark, whatever the reader's system is", async () => {
  for (const system of [[], [DARK]]) {
    page.media = new Set(system);
    for (const [value, dark] of Object.entries({ true: false, false: true })) {
      document.body.dataset.jpThemeLight = value;
      assert.equal((await opened()).isDark(), dark);
    }
    delete document.body.dataset.jpThemeLight;
    for (const name of ["vscode-dark", "vscode-light"]) {
      document.body.classList.add(name);
      assert.equal((await opened()).isDark(), name === "vscode-dark");
      document.body.classList.toggle(name, false);
    }
  }
});

test("with forced colours and on paper pictures are light", async () => {
  for (const query of [FORCED, PRINT]) {
    page.media = new Set([DARK, query]);
    assert.equal((await opened()).isDark(), false);
  }
});

test("a wish for dark pages, forced colours and paper are each heard of, when nothing else changes", async () => {
  const [{ matchMedia }, heard] = [globalThis, new Map()];
  globalThis.matchMedia = query => ({
    get matches() {
      return matchMedia(query).matches;
    },
    addEventListener: (_, listener) => heard.set(query, listener),
  });
  const { isDark } = await opened();
  assert.equal(isDark(), false);
  page.media.add(DARK);
  heard.get(DARK)?.();
  assert.equal(isDark(), true);
  for (const query of [FORCED, PRINT]) {
    page.media.add(query);
    heard.get(query)?.();
    assert.equal(isDark(), false, query);
    page.media.delete(query);
    heard.get(query)?.();
    assert.equal(isDark(), true, query);
  }
});

test("all pictures are painted again when the page has become dark or light, and only then", async () => {
  const { isDark, onTheme } = await opened();
  const painted = [];
  const end = onTheme(() => painted.push(`one ${isDark()}`));
  onTheme(() => painted.push(`two ${isDark()}`));
  turn(() => document.body.classList.add("other"));
  assert.deepEqual(painted, []);
  turn(() => page.media.add(DARK));
  assert.deepEqual(painted.splice(0), ["one true", "two true"]);
  end();
  turn(() => page.media.delete(DARK));
  assert.deepEqual(painted, ["two false"]);
});

test("a picture is light while it is printed, and painted so before the printer reads it", async () => {
  page.media.add(DARK);
  const { isDark, onTheme, themed } = await opened();
  const painted = [];
  onTheme(() => painted.push(themed("#ffffff")));
  for (const tell of page.listeners.beforeprint) tell();
  assert.equal(isDark(), false);
  for (const tell of page.listeners.afterprint) tell();
  assert.deepEqual(painted, ["#ffffff", "#14171c"]);
});

test("a change of the theme of JupyterLab or VS Code is heard of, which they write on the body of the page", async () => {
  let watched;
  globalThis.MutationObserver = class {
    constructor(tell) {
      this.tell = tell;
    }
    observe(el, options) {
      watched = { el, tell: this.tell, ...options };
    }
  };
  const { isDark } = await opened();
  assert.equal(isDark(), false);
  assert.ok(watched.el === document.body && watched.attributes);
  assert.deepEqual(watched.attributeFilter, ["class", "data-jp-theme-light"]);
  document.body.classList.add("vscode-dark");
  watched.tell([]);
  assert.equal(isDark(), true);
});

test("however many pictures there are, the page is looked at once and watched once", async () => {
  const { isDark, onTheme } = await opened();
  isDark();
  const { length } = page.changed;
  for (let i = 0; i < 3; i++) onTheme(() => {});
  isDark();
  assert.equal(page.changed.length, length);
});
