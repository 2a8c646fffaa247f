// Reads the state of a pad of a page, and drawings of 784 pixels each; writes what the page shows for each of them.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { painter, reader } from "../../utils/publish/templates/page_pad.js";

const { state, drawings } = JSON.parse(readFileSync(0, "utf-8"));
const { painting, reading } = state;
const answer = painting ? painter(painting, inflateSync(Buffer.from(painting.digits, "base64"))) : reader(reading);
const plain = value => (value instanceof Float32Array ? [...value] : value);
const shown = drawings.map(pixels => Object.entries(answer(Float32Array.from(pixels))));
console.log(JSON.stringify(shown.map(each => Object.fromEntries(each.map(([name, value]) => [name, plain(value)])))));
