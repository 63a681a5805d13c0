/**
 * From the rows of a dataset's images to the planes that a network reads.
 *
 * @module
 */
import type { ImageShape } from "../data/dataset.ts";

/** How a network sees an image. */
export interface PixelSpec {
  /** Width and height to which images are resized, bilinearly; their own if absent. */
  readonly size?: number | undefined;
  /** What is taken off each plane. */
  readonly mean: readonly number[];
  /** What each plane is then divided by. */
  readonly std: readonly number[];
  /** The colours of the planes: 0 red, 1 green, 2 blue. */
  readonly planes: readonly [number, number, number];
  /** Planes one after the other, or the three entries of a pixel together. */
  readonly layout: "nchw" | "nhwc";
}

/** Shape of one item for the network. */
export function itemShape({ height, width }: ImageShape, { size, layout }: PixelSpec): readonly number[] {
  const [h, w] = [size ?? height, size ?? width];
  return layout === "nchw" ? [3, h, w] : [h, w, 3];
}

/** Writes an image in [0, 1]; a grey one is taken for all three colours. */
export function writePixels(image: ArrayLike<number>, shape: ImageShape, spec: PixelSpec, out: Float32Array): void {
  const { height, width, channels } = shape, { size, mean, std, planes, layout } = spec;
  const rows = placesOf(size ?? height, height), columns = placesOf(size ?? width, width);
  const area = rows.length * columns.length;
  for (let plane = 0; plane < 3; plane++) {
    const c = channels === 1 ? 0 : planes[plane]!, shift = mean[plane]!, scale = std[plane]!;
    const at = (y: number, x: number): number => image[(y * width + x) * channels + c]!;
    let p = layout === "nchw" ? plane * area : plane;
    for (const [y0, y1, v] of rows) {
      for (const [x0, x1, u] of columns) {
        const top = at(y0, x0) * (1 - u) + at(y0, x1) * u, bottom = at(y1, x0) * (1 - u) + at(y1, x1) * u;
        out[p] = (top * (1 - v) + bottom * v - shift) / scale;
        p += layout === "nchw" ? 1 : 3;
      }
    }
  }
}

/** For every new pixel the two old ones between whose centres it lies, and how near it is to the second. */
function placesOf(size: number, from: number): readonly (readonly [number, number, number])[] {
  return Array.from({ length: size }, (_, i) => {
    const place = Math.min(Math.max((i + 0.5) * from / size - 0.5, 0), from - 1), low = Math.floor(place);
    return [low, Math.min(low + 1, from - 1), place - low] as const;
  });
}
