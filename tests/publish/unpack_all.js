// Reads the texts of baked packets; writes what a page has once it has unpacked all parts of each.
import { readFileSync } from "node:fs";
import { packetsIn } from "../../utils/publish/templates/unpack.js";

const whole = [];
for (const text of JSON.parse(readFileSync(0, "utf-8"))) {
  const packet = { definitions: {}, chunks: {}, frames: {} };
  for await (const part of packetsIn(text, Promise.resolve()))
    for (const key of Object.keys(packet)) Object.assign(packet[key], part[key]);
  whole.push(packet);
}
console.log(JSON.stringify(whole));
