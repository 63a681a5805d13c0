/**
 * Strokes of a pen: to a picture as the digits of MNIST are made, and to a text for the address.
 *
 * @module
 */

/** A point of the drawing board, from 0 to 1 to the right and downwards. */
export type Point = readonly [x: number, y: number];

/** Lines drawn without lifting the pen. */
export type Strokes = readonly (readonly Point[])[];

const SIDE = 28, BOX = 20, FULL = 0.7, FADED = 1.7;

/**
 * The strokes as 28 × 28 pixels in [0, 1], row by row: scaled into a box of 20 × 20, then with their centre of mass in
 * the middle. All zeros where there are none.
 */
export function rasterize(strokes: Strokes): Float32Array<ArrayBuffer> {
  const points = strokes.flat(), out = new Float32Array(SIDE * SIDE);
  if (points.length === 0) return out;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = BOX / Math.max(width, height, 0.1);
  const place = ([x, y]: Point): Point => [
    (x - left - width / 2) * scale + SIDE / 2,
    (y - top - height / 2) * scale + SIDE / 2,
  ];
  const lines = strokes.filter((one) => one.length > 0).map((one) => one.map(place));
  const first = inked(lines, [0, 0]), mass = first.reduce((sum, v) => sum + v, 0) || 1;
  const middle = (along: (i: number) => number): number => first.reduce((sum, v, i) => sum + v * along(i), 0) / mass;
  return inked(lines, [SIDE / 2 - 0.5 - middle((i) => i % SIDE), SIDE / 2 - 0.5 - middle((i) => Math.floor(i / SIDE))]);
}

/** Lines moved by an offset, as pixels. */
function inked(lines: Strokes, [dx, dy]: Point): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const at: Point = [i % SIDE + 0.5 - dx, Math.floor(i / SIDE) + 0.5 - dy];
    const near = Math.min(...lines.map((line) => distance(line, at)));
    return Math.max(0, Math.min(1, (FADED - near) / (FADED - FULL)));
  });
}

function distance(line: readonly Point[], [px, py]: Point): number {
  let least = Infinity;
  for (const [i, [bx, by]] of line.entries()) {
    const [ax, ay] = line[Math.max(0, i - 1)]!, [ux, uy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((px - ax) * ux + (py - ay) * uy) / (ux * ux + uy * uy || 1)));
    least = Math.min(least, Math.hypot(px - ax - t * ux, py - ay - t * uy));
  }
  return least;
}

/** Two characters a coordinate, strokes parted by a hyphen. */
export function toText(strokes: Strokes): string {
  const sign = (x: number): string => Math.round(1295 * Math.max(0, Math.min(1, x))).toString(36).padStart(2, "0");
  return strokes.map((one) => one.map(([x, y]) => sign(x) + sign(y)).join("")).join("-");
}

/** The strokes of a text; what is no stroke is left out. */
export function fromText(text: string): Strokes {
  return text.slice(0, 20_000).split("-").map((one) =>
    Array.from(one.matchAll(/([0-9a-z]{2})([0-9a-z]{2})/g), ([, x, y]): Point => [
      parseInt(x!, 36) / 1295,
      parseInt(y!, 36) / 1295,
    ])
  ).filter((one) => one.length > 0);
}

const arc = (cx: number, cy: number, rx: number, ry: number, from: number, to: number): Point[] =>
  Array.from({ length: 25 }, (_, i) => {
    const angle = (from + (to - from) * i / 24) * Math.PI / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });

/** A digit each, as somebody might draw it. */
export const DRAWN: readonly Strokes[] = Object.freeze([
  [arc(0.5, 0.5, 0.2, 0.32, -90, 270)],
  [[[0.56, 0.16], [0.46, 0.84]]],
  [[...arc(0.5, 0.35, 0.2, 0.19, 195, 390), [0.3, 0.83], [0.74, 0.8]]],
  [[...arc(0.47, 0.34, 0.2, 0.17, 200, 450), ...arc(0.47, 0.66, 0.23, 0.18, -90, 160)]],
  [[[0.34, 0.16], [0.3, 0.52], [0.68, 0.5]], [[0.66, 0.16], [0.6, 0.86]]],
  [[[0.7, 0.18], [0.4, 0.18], [0.36, 0.46], ...arc(0.48, 0.63, 0.21, 0.2, -110, 150)]],
  [[[0.62, 0.14], [0.45, 0.32], [0.34, 0.58], ...arc(0.5, 0.67, 0.17, 0.17, 180, 540)]],
  [[[0.28, 0.2], [0.7, 0.18], [0.46, 0.86]]],
  [[...arc(0.5, 0.33, 0.15, 0.16, 90, 450), ...arc(0.5, 0.67, 0.18, 0.18, -90, 270)]],
  [[...arc(0.5, 0.34, 0.16, 0.17, 0, -360), [0.64, 0.6], [0.58, 0.86]]],
]);
