// @ts-check
// The cells of a page that a learner can change and run: the editor, the buttons below it, and what a run shows.
import { dropLoader } from "../../../explore/browser/frames.js";
import { render } from "../../../explore/browser/view.js";
import { button, element, write } from "../../../widgets/dom.js";
import { Kept } from "../../templates/kept.js";
import { followTheme } from "../../templates/stills.js";
import { ENDED, FOLDER, NOT_FETCHED, whyNot } from "./words.js";

/** @import { LiveModel } from "./live.js" */
/** @import { Output, Python } from "./python.js" */

const TYPED = new Kept("downhill-cell-");

/**
 * The lesson's own code of the cell with this element.
 * @param {HTMLElement} root
 */
function codeOf(root) {
  return (root.querySelector(".highlight")?.textContent ?? "").replace(/^\n+|\n+$/g, "");
}

/** One cell that can run. */
export class Cell {
  /**
   * @param {HTMLElement} root the element of the cell
   * @param {string} id
   * @param {Page} page
   */
  constructor(root, id, page) {
    this.root = root;
    this.id = id;
    this.page = page;
    this.code = /** @type {HTMLElement} */ (root.querySelector(".highlight"));
    this.lesson = codeOf(root);
    this.shown = /** @type {HTMLElement | null} */ (root.querySelector(".output_wrapper")); // what the lesson shows
    this.name = `${location.pathname.split("/").pop()} ${id}`;
    this.editor = element("textarea", {
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      "aria-label": `Code of the cell ${id}`,
    });
    this.output = element("div", { class: "run-output" });
    this.says = element("span", { role: "status" });
    this.bar = element("progress", { max: 1, "aria-label": "How much of Python has come" });
    this.runs = button("Run", () => this.run());
    this.changes = button("Change", () => this.edit(this.source, true));
    this.resets = button("Reset", () => this.reset());
    /** @type {LiveModel[]} */
    this.models = [];
    /** @type {(() => void)[]} */
    this.views = []; // what closes each view of these models
    this.open();
  }

  /** The code as it stands in the cell now. */
  get source() {
    return this.editor.hidden ? this.lesson : this.editor.value;
  }

  /** Puts the buttons on the page, and what was typed before. */
  open() {
    this.bar.hidden = this.editor.hidden = this.resets.hidden = true;
    this.code.after(
      this.editor,
      element("div", { class: "run" }, this.runs, this.changes, this.resets, this.bar, this.says),
    );
    this.editor.addEventListener("input", () => this.keep());
    this.editor.addEventListener("keydown", event => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.shiftKey || event.metaKey)) return;
      event.preventDefault();
      this.run();
    });
    const typed = TYPED.get(this.name);
    if (typeof typed === "string") this.edit(typed, false);
  }

  /**
   * Shows the editor with `source` in it.
   * @param {string} source
   * @param {boolean} focused
   */
  edit(source, focused) {
    this.editor.value = source;
    this.editor.hidden = this.resets.hidden = false;
    this.code.hidden = this.changes.hidden = true;
    this.fit();
    if (focused) this.editor.focus();
  }

  fit() {
    this.editor.rows = this.editor.value.split("\n").length + 1;
  }

  keep() {
    TYPED.set(this.name, this.editor.value);
    this.fit();
  }

  /** Gives back the lesson's own cell, and what it shows. */
  reset() {
    TYPED.delete(this.name);
    this.close();
    this.output.remove();
    this.editor.hidden = this.resets.hidden = true;
    this.code.hidden = this.changes.hidden = false;
    if (this.shown && !this.shown.isConnected) this.root.append(this.shown);
    for (const el of this.shown?.querySelectorAll("[data-state]") ?? [])
      this.page.showBaked(/** @type {HTMLElement} */ (el));
    write(this.says, "This is the lesson's own cell again.");
    this.changes.focus();
  }

  /** Ends the pictures of the last run. */
  close() {
    for (const closeView of this.views.splice(0)) closeView();
    for (const model of this.models) {
      dropLoader(model);
      model.close();
    }
    this.models = [];
  }

  /** Runs the cell, and shows what it shows. */
  async run() {
    const problem = whyNot();
    if (problem || this.runs.disabled) return write(this.says, problem || this.says.textContent || "");
    this.runs.disabled = true;
    write(this.says, "Running ...");
    try {
      const python = await this.page.start();
      this.show(await python.run(this.id, this.source, this.page.above(this)));
      write(this.says, "Done.");
    } catch (error) {
      write(this.says, error instanceof Error ? error.message : String(error));
    }
    this.bar.hidden = true;
    this.runs.disabled = false;
  }

  /**
   * @param {string} words
   * @param {number} share
   */
  progress(words, share) {
    if (!this.runs.disabled) return;
    this.bar.hidden = share >= 1;
    this.bar.value = share;
    write(this.says, words);
  }

  /** @param {Output[]} outputs */
  show(outputs) {
    this.close();
    this.shown?.remove(); // off the page, so that no link in the text moves a picture that is not seen
    this.output.replaceChildren(...outputs.map(each => this.element(each)));
    this.root.append(this.output);
    this.resets.hidden = false;
    for (const each of this.output.querySelectorAll(".run-picture")) {
      const model = this.models[Number(/** @type {HTMLElement} */ (each).dataset.number)];
      this.views.push(render({ model, el: /** @type {HTMLElement} */ (each) }));
    }
  }

  /**
   * The element of one output.
   * @param {Output} output
   */
  element({ text, error, png, light, alt, width, widget, sentence }) {
    if (png) {
      const about = { alt: alt ?? "", width: width ?? "", "data-light": JSON.stringify(light) };
      const still = element("img", { src: `data:image/png;base64,${png}`, ...about });
      followTheme(still);
      return still;
    }
    if (!widget) return element("pre", error ? { class: "run-error" } : {}, error ?? text ?? "");
    if (!widget.controls)
      return element("p", { class: "needs" }, `${sentence} It can be drawn on above, or in the notebook.`);
    const number = this.models.push(this.page.liveModel(widget, this.id)) - 1;
    return element("div", { class: "run-picture", "data-number": number });
  }

  /** @param {string} culprit the cell for which Python was ended */
  again(culprit) {
    if (!this.models.length) return;
    this.close();
    if (culprit !== this.id) return void this.run(); // its picture was alive: it is again
    this.output.replaceChildren();
    if (!this.runs.disabled) write(this.says, ENDED);
  }
}

/** All cells of the page, and their Python. */
export class Page {
  /**
   * @param {Set<string>} runnable the ids of the cells that can run
   * @param {(el: HTMLElement) => void} showBaked shows the picture of the page itself again
   */
  constructor(runnable, showBaked) {
    this.showBaked = showBaked;
    /** @type {any} */
    this.loaded = null; // the module `started.js`, once Run has been pressed
    this.tries = 0; // in its address, because a browser may remember that a module has not come
    /** @type {Python | null} */
    this.python = null;
    /** @type {(Cell | string)[]} */
    this.cells = []; // in their order; of those that cannot run, the code
    for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".code_cell"))) {
      if (!root.querySelector(":scope > .input")) continue; // the folded output of a cell, which is a cell inside it
      const id = root.id.replace("cell-id=", "");
      this.cells.push(runnable.has(id) ? new Cell(root, id, this) : codeOf(root));
    }
  }

  /**
   * Python, for which the page has asked nobody until now.
   * @returns {Promise<Python>}
   */
  async start() {
    try {
      this.loaded ??= (await import(new URL(`${FOLDER}python.js?${this.tries++}`, location.href).href)).default;
    } catch {
      throw new Error(NOT_FETCHED);
    }
    this.python ??= new this.loaded.Python(
      (/** @type {string} */ key, /** @type {any} */ message) => {
        for (const model of this.models()) if (model.get("key") === key) model.hear(message);
      },
      (/** @type {string} */ words, /** @type {number} */ share) => {
        for (const cell of this.runnable()) cell.progress(words, share);
      },
      (/** @type {string} */ culprit) => {
        for (const cell of this.runnable()) cell.again(culprit);
      },
    );
    return /** @type {Python} */ (this.python);
  }

  /**
   * @param {Record<string, any>} state
   * @param {string} cell
   * @returns {LiveModel}
   */
  liveModel(state, cell) {
    return new this.loaded.LiveModel(state, cell, this.python);
  }

  runnable() {
    return this.cells.filter(cell => cell instanceof Cell);
  }

  models() {
    return this.runnable().flatMap(cell => cell.models);
  }

  /**
   * The code of the cells above `cell`, as it stands on the page.
   * @param {Cell} cell
   * @returns {string[]}
   */
  above(cell) {
    return this.cells.slice(0, this.cells.indexOf(cell)).map(each => (each instanceof Cell ? each.source : each));
  }
}
