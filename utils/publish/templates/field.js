// @ts-check
// The fields of a page into which a learner types answers, and the lines at its end that save or clear all of them.
import { answered, answerTo, clear, exported, forget, keep } from "./answers.js";
import { clearDrawings, drawn } from "./drawings.js";
import { judge } from "./judge.js";

/** @import { Exercise } from "./judge.js" */

const FILE = "downhill-answers.json";
const NOT_IN_A_NAME = /[\\/:*?"<>|\s]+/g; // characters that a file name cannot have everywhere

/**
 * Make the field `form` answer, and show the answer that was given before.
 * @param {HTMLFormElement} form
 * @param {() => void} changed called after each answer
 * @returns {() => void} empties the field
 */
function answering(form, changed) {
  /** @type {Exercise} */
  const exercise = JSON.parse(form.querySelector("script")?.textContent ?? "");
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const says = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const before = answerTo(exercise.name);
  input.value = before?.typed ?? "";
  says.textContent = before?.result.sentence ?? "";
  form.addEventListener("submit", event => {
    event.preventDefault();
    const result = judge(exercise, input.value);
    says.textContent = result.sentence;
    if (result.state === "untouched") forget(exercise.name);
    else keep(exercise.name, { typed: input.value, result });
    changed();
  });
  return () => {
    input.value = says.textContent = "";
  };
}

/**
 * Offer the answers as a file, whose name begins with that of the learner, if there is one: so a teacher who gets the
 * files of a class knows whose each is.
 * @param {string} learner
 */
function save(learner) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([exported()], { type: "application/json" }));
  link.download = [...learner.trim().split(NOT_IN_A_NAME), FILE].filter(Boolean).join("_");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/**
 * @param {number} count
 * @param {string} noun
 */
function numbered(count, noun) {
  return count ? [`${count} ${noun}${count === 1 ? "" : "s"}`] : [];
}

/**
 * Make all fields of the page answer; `footer` shows how many answers and drawings there are, saves the answers, and
 * clears all. Returns the function to call when a drawing has changed.
 * @param {Iterable<HTMLFormElement>} forms
 * @param {HTMLElement | null} footer
 */
export function answerAll(forms, footer) {
  const count = footer?.querySelector("[data-count]");
  const changed = () => {
    const all = [...numbered(answered().length, "answer"), ...numbered(drawn(), "drawing")];
    if (footer) footer.hidden = all.length === 0;
    if (count) count.textContent = all.join(" and ");
  };
  const emptied = [...forms].map(form => answering(form, changed));
  const learner = /** @type {HTMLInputElement | null | undefined} */ (footer?.querySelector("[data-learner]"));
  footer?.querySelector("[data-save]")?.addEventListener("click", () => save(learner?.value ?? ""));
  footer?.querySelector("[data-clear]")?.addEventListener("click", () => {
    clear();
    for (const empty of emptied) empty();
    clearDrawings();
    changed();
  });
  changed();
  return changed;
}
