// @ts-check
// The types of the data that the kernel sends. `README.md` in the folder above describes each part.

/**
 * @typedef {number[]} Stop one index for each control, into its values
 *
 * @typedef {object} Control
 * @property {string} name
 * @property {string} label
 * @property {string[]} texts the label of each stop
 * @property {number} start the index of the first value
 * @property {"range" | "check" | "select"} kind
 *
 * @typedef {null | [x: number, y: number, width: number, height: number] | [x: number, y: number, d: string]} Clip
 *
 * @typedef {object} Hatch one square tile, which is repeated; the browser adds the last two keys
 * @property {number} x
 * @property {number} y
 * @property {string} shape
 * @property {string} color
 * @property {number} width
 * @property {number} size
 * @property {Record<string, CanvasPattern | null>} [patterns] the pattern of each colour that was painted
 * @property {number} [scale] the scale that `patterns` were made for
 *
 * @typedef {object} Style
 * @property {string | null} face
 * @property {string | null} edge
 * @property {number} width
 * @property {number[] | null} dashes
 * @property {CanvasLineCap} cap
 * @property {CanvasLineJoin} join
 * @property {Clip} clip
 * @property {Hatch | null} hatch
 * @property {0 | 1 | 2} seam
 * @property {0 | 1 | 2} snap
 *
 * @typedef {object} Shape path data, and the path for a canvas that was made from it
 * @property {string} d
 * @property {Path2D} path
 * @property {Segment[]} [segments]
 * @typedef {[method: string, numbers: number[]]} Segment a method of `Path2D`, and its arguments as absolute numbers
 *
 * @typedef {["image" | "drawn", Clip, string | ImageBitmap, number, number, number, number, number, number, number]} ImageOp
 * @typedef {[style: number, shape: number | string | Shape, ...at: number[]]} ShapeArray
 * @typedef {ShapeArray & { scale?: number, snapped?: Path2D[] }} ShapeOp `snapped` holds the paths for `scale`
 * @typedef {["light", x: number, y: number, width: number, height: number]} LightOp
 * @typedef {ImageOp | LightOp | ShapeOp} Op
 *
 * @typedef {object} Frame
 * @property {string} sentence
 * @property {string[][] | null} [rows]
 * @property {number[]} chunks
 * @property {number | null} [positions] the number of the definition with the positions of the dragged controls' stops
 * @property {boolean} [error]
 * @property {boolean} [given_up] whether drawing took too long
 *
 * @typedef {string | Style | number[][]} Definition
 *
 * @typedef {object} Packet
 * @property {Record<string, Definition>} [definitions]
 * @property {Record<string, Op[]>} [chunks]
 * @property {Record<string, Frame>} [frames]
 *
 * @typedef {{ answer: string | null, packet: Packet, spent: number }} Answer
 * @typedef {{ drawing: string, seconds: number }} Slow the key of the stop that is drawn, and how long it has taken
 */

export {};
