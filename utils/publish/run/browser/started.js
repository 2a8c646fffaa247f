// @ts-check
// What a page loads when Run is pressed first: the text `run/python.js`, made by `code.py`.
import { LiveModel } from "./live.js";
import { Python } from "./python.js";

export default { LiveModel, Python };
