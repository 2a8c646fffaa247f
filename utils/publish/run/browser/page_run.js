// @ts-check
// The script of a page whose cells run: that of every page, and the cells.
import { showPicture, withStates } from "../../templates/page.js";
import { Page } from "./cells.js";

const cells = JSON.parse(document.getElementById("python")?.textContent ?? "[]");
new Page(new Set(cells), el => {
  for (const [each, state] of withStates("data-state")) if (each === el) showPicture(el, state);
});
