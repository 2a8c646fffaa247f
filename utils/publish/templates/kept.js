// @ts-check
// What a page keeps in the browser, for all pages of the site. Where the browser allows no storage, the values last
// until the page is closed.

/**
 * The browser's storage, or null where it allows none.
 * @returns {Storage | null}
 */
function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** Things of one kind by their names, as JSON; `prefix` tells them apart from other kinds. */
export class Kept {
  /** @param {string} prefix */
  constructor(prefix) {
    this.prefix = prefix;
    /** @type {Map<string, string>} what is kept while the browser allows no storage */
    this.here = new Map();
  }

  /**
   * What is kept under `name`, or null.
   * @param {string} name
   * @returns {any}
   */
  get(name) {
    try {
      return JSON.parse(this.here.get(name) ?? storage()?.getItem(this.prefix + name) ?? "null");
    } catch {
      return null; // something else wrote there
    }
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    const text = JSON.stringify(value);
    try {
      /** @type {Storage} */ (storage()).setItem(this.prefix + name, text);
      this.here.delete(name); // else this page would not see what another one keeps later
    } catch {
      this.here.set(name, text); // there is no storage, or it is full: the value lasts until the page is closed
    }
  }

  /** @param {string} name */
  delete(name) {
    this.here.delete(name);
    storage()?.removeItem(this.prefix + name);
  }

  /** The names of all that is kept. */
  names() {
    const stored = Object.keys(storage() ?? {}).filter(key => key.startsWith(this.prefix));
    return [...new Set([...this.here.keys(), ...stored.map(key => key.slice(this.prefix.length))])];
  }
}
