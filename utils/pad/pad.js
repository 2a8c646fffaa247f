// @ts-check
// The module that anywidget runs for a pad: it draws the views into their elements.
import { mountInto, viewOf } from "../widgets/mount.js";
import { renderPad } from "./pad_view.js";

export default { initialize: mountInto(renderPad), render: viewOf(renderPad) };
