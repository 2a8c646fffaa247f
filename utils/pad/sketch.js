// @ts-check
// The module that anywidget runs for a sketch: it draws the views into their elements.
import { mountInto, viewOf } from "../widgets/mount.js";
import { renderSketch } from "./sketch_view.js";

export default { initialize: mountInto(renderSketch), render: viewOf(renderSketch) };
