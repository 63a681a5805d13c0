/**
 * Images of one size, from bitmaps of any.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import type { Bitmap } from "./png.ts";

/**
 * A bitmap on white as side × side × 3 numbers in [0, 1]: each new pixel is the mean of the old ones that it covers
 * (bilinear where the image grows). The shape is not kept.
 *
 * @throws {RangeError} If the bitmap is empty or the side is not a whole number of at least 1.
 */
export function squareImage({ width, height, data }: Bitmap, side: number): Float32Array<ArrayBuffer> {
  integer(side, 1, 1 << 13, "the side", "resize an image");
  integer(Math.min(width, height), 1, Infinity, "the size", "resize an image");
  const rows = weights(height, side), columns = weights(width, side), out = new Float32Array(side * side * 3);
  const wide = new Float64Array(height * side * 3);
  for (let y = 0; y < height; y++) {
    columns.forEach((list, x) => {
      for (const [from, weight] of list) {
        const p = 4 * (y * width + from), alpha = data[p + 3]! / 255;
        for (let c = 0; c < 3; c++) wide[(y * side + x) * 3 + c]! += weight * (1 - alpha + alpha * data[p + c]! / 255);
      }
    });
  }
  rows.forEach((list, y) => {
    for (let q = 0; q < side * 3; q++) {
      let sum = 0;
      for (const [from, weight] of list) sum += weight * wide[from * side * 3 + q]!;
      out[y * side * 3 + q] = Math.min(1, Math.max(0, sum));
    }
  });
  return out;
}

/** For each of `to` new places the old ones that count, with weights of sum 1: a triangle no narrower than a pixel. */
function weights(from: number, to: number): readonly (readonly (readonly [number, number])[])[] {
  const scale = from / to, reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + .5) * scale - .5, list: [number, number][] = [];
    for (let j = Math.ceil(centre - reach); j <= centre + reach; j++) {
      const weight = 1 - Math.abs(j - centre) / reach;
      if (weight > 0) list.push([Math.min(from - 1, Math.max(0, j)), weight]);
    }
    const total = list.reduce((sum, [, weight]) => sum + weight, 0);
    return list.map(([j, weight]) => [j, weight / total] as const);
  });
}
