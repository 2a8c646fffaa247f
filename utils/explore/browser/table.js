// @ts-check
// The table under a picture.
import { element, OWN_KEYS, write } from "../../widgets/dom.js";

/** The table under a picture, inside an element that can be scrolled. */
export class Table {
  constructor() {
    this.head = element("thead");
    this.body = element("tbody");
    const attributes = { class: "downhill-table", tabindex: 0, role: "group", "aria-label": "table", hidden: "" };
    this.root = element("div", { ...attributes, ...OWN_KEYS }, element("table", {}, this.head, this.body));
  }

  /**
   * Shows `rows`, the first of them as the head, and scrolls to the end when the number of rows changes.
   * @param {string[][] | null | undefined} rows
   */
  show(rows) {
    this.root.hidden = !rows?.length;
    if (!rows?.length) return;
    const before = this.body.rows.length;
    fill(this.head, rows.slice(0, 1), text => (text ? element("th", { scope: "col" }) : element("td")));
    fill(this.body, rows.slice(1), () => element("td"));
    if (this.body.rows.length !== before) this.root.scrollTop = this.root.scrollHeight;
  }
}

/**
 * Writes `rows` into a section of a table. It keeps the cells that exist; `makeCell` makes the missing ones.
 * @param {HTMLTableSectionElement} section
 * @param {string[][]} rows
 * @param {(text: string) => HTMLElement} makeCell
 */
function fill(section, rows, makeCell) {
  while (section.rows.length > rows.length) section.deleteRow(-1);
  for (const [i, texts] of rows.entries()) {
    const row = section.rows[i] ?? section.insertRow();
    while (row.cells.length > texts.length) row.deleteCell(-1);
    for (const [j, text] of texts.entries()) write(row.cells[j] ?? row.appendChild(makeCell(text)), text);
  }
}
