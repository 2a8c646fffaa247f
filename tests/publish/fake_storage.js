// A browser's storage, for tests without a browser.

/** A storage whose keys are its own properties, as those of a browser are. */
export class FakeStorage {
  getItem(key) {
    return this[key] ?? null;
  }
  setItem(key, text) {
    this[key] = String(text);
  }
  removeItem(key) {
    delete this[key];
  }
}

/** Puts a storage into the page, or what a page without one has, and returns it. */
export function putStorage(value = new FakeStorage()) {
  Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
  return value;
}
