// Reads a JSON list of drawings, each 784 pixels, and writes each as `asMnist` makes it.
import { readFileSync } from "node:fs";
import { asMnist } from "../../utils/digits/centre.js";

const drawings = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(drawings.map(pixels => [...asMnist(Float32Array.from(pixels))])));
