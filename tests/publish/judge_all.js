// Judges the answers that come on standard input, [exercise, text] each, and writes the results.
import { readFileSync } from "node:fs";
import { judge } from "../../utils/publish/templates/judge.js";

const asked = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(asked.map(([exercise, text]) => judge(exercise, text))));
