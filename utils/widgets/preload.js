// @ts-check
// The module of the empty widget that `preload` makes: until a picture is there, a stop link says what to run.
import { listenToLinks } from "./stop_links.js";

export default { initialize: listenToLinks };
