// @ts-check
// The module of the empty widget that `preload` makes. It tells the kernel that this page runs the code of widgets; and
// until a picture is there, a stop link says what to run.
import { tell } from "./mount.js";
import { listenToLinks } from "./stop_links.js";

/** @import { Model } from "./mount.js" */

export default {
  /** @param {{ model: Model }} options */
  initialize({ model }) {
    listenToLinks();
    tell(model, { page: "runs" });
  },
};
