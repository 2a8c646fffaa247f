// Reads the texts of baked packets; writes the packets that a page unpacks of them.
import { readFileSync } from "node:fs";
import { packetIn } from "../../utils/publish/templates/unpack.js";

const texts = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(await Promise.all(texts.map(packetIn))));
