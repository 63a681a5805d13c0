/**
 * Two-dimensional convolution on raw storage through im2col and GEMM, forward and both gradients, in blocks of images.
 *
 * Layout as in tfjs: images height × width × channels, filters height × width × in × out.
 *
 * @module
 */
import type { Floats } from "../matrix.ts";
import { productInto } from "./product.ts";

/** All sizes of one convolution. */
export interface ConvShape {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Rows of zeros above and columns of zeros left of the image. */
  readonly top: number;
  readonly left: number;
}

/** Entries of the patch matrix at most, so that it stays near the processor's cache. */
const BLOCK = 1 << 18;

/** One block of images: where it starts in x and y, how many images, and its patch matrix (count · places × patch). */
interface Block {
  readonly count: number;
  readonly x: Floats;
  readonly y: Floats;
  readonly patches: Floats;
}

/** Writes conv(x, filter) + beta · y into y. */
export function convolve(x: Floats, filter: Floats, y: Floats, s: ConvShape, beta = 0): void {
  const { places, patch } = sizes(s);
  const n = s.outChannels;
  for (const block of blocks(x, y, s)) {
    im2col(block, s);
    productInto({ m: block.count * places, n, k: patch, a: block.patches, b: filter, c: block.y, beta });
  }
}

/** Writes the gradient of the filter into `filter`, from inputs x and the gradient dy of the output. */
export function convolveBackFilter(x: Floats, dy: Floats, filter: Floats, s: ConvShape): void {
  const { places, patch } = sizes(s);
  const n = s.outChannels;
  filter.fill(0);
  for (const block of blocks(x, dy, s)) {
    im2col(block, s);
    const k = block.count * places;
    productInto({ m: patch, n, k, a: block.patches, transA: true, b: block.y, c: filter, beta: 1 });
  }
}

/** Writes the gradient of the input into dx; this is also the forward pass of a transposed convolution. */
export function convolveBackInput(dy: Floats, filter: Floats, dx: Floats, s: ConvShape): void {
  const { places, patch } = sizes(s);
  const k = s.outChannels;
  dx.fill(0);
  for (const block of blocks(dx, dy, s)) {
    productInto({ m: block.count * places, n: patch, k, a: block.y, b: filter, transB: true, c: block.patches });
    col2im(block, s);
  }
}

function sizes(s: ConvShape): { places: number; patch: number; image: number } {
  return {
    places: s.outHeight * s.outWidth,
    patch: s.filterHeight * s.filterWidth * s.inChannels,
    image: s.inHeight * s.inWidth * s.inChannels,
  };
}

function* blocks(x: Floats, y: Floats, s: ConvShape): Generator<Block> {
  const { places, patch, image } = sizes(s);
  const most = Math.max(1, Math.min(s.batch, Math.floor(BLOCK / (places * patch))));
  const length = most * places * patch;
  const patches = x instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  for (let start = 0; start < s.batch; start += most) {
    const count = Math.min(most, s.batch - start);
    const out = places * s.outChannels;
    yield {
      count,
      x: x.subarray(start * image, (start + count) * image),
      y: y.subarray(start * out, (start + count) * out),
      patches,
    };
  }
}

/**
 * Copies every patch of the block's images into a row of `patches`, zeros outside the image. A line of a patch is
 * contiguous in the image, unless it is dilated or hangs over a side.
 */
function im2col({ count, x, patches }: Block, s: ConvShape): void {
  const { inHeight, inWidth, inChannels: c, filterHeight, filterWidth, dilationHeight, dilationWidth } = s;
  const line = filterWidth * c;
  const places = s.outHeight * s.outWidth;
  let p = 0;
  for (let place = 0; place < count * places; place++) {
    const { image, y0, x0, whole } = corner(place, s);
    for (let fy = 0; fy < filterHeight; fy++) {
      const iy = y0 + fy * dilationHeight;
      const row = (image * inHeight + iy) * inWidth;
      if (iy < 0 || iy >= inHeight) { for (const end = p + line; p < end; p++) patches[p] = 0; }
      else if (whole) {
        for (let from = (row + x0) * c, end = from + line; from < end; from++) patches[p++] = x[from]!;
      } else {
        for (let fx = 0; fx < filterWidth; fx++) {
          const ix = x0 + fx * dilationWidth;
          const inside = ix >= 0 && ix < inWidth;
          for (let j = 0, from = (row + ix) * c; j < c; j++) patches[p++] = inside ? x[from + j]! : 0;
        }
      }
    }
  }
}

/** Adds every row of `patches` to the place it was copied from. */
function col2im({ count, x, patches }: Block, s: ConvShape): void {
  const { inHeight, inWidth, inChannels: c, filterHeight, filterWidth, dilationHeight, dilationWidth } = s;
  const line = filterWidth * c;
  const places = s.outHeight * s.outWidth;
  let p = 0;
  for (let place = 0; place < count * places; place++) {
    const { image, y0, x0, whole } = corner(place, s);
    for (let fy = 0; fy < filterHeight; fy++) {
      const iy = y0 + fy * dilationHeight;
      const row = (image * inHeight + iy) * inWidth;
      if (iy < 0 || iy >= inHeight) p += line;
      else if (whole) { for (let to = (row + x0) * c, end = to + line; to < end; to++) x[to]! += patches[p++]!; }
      else {
        for (let fx = 0; fx < filterWidth; fx++, p += c) {
          const ix = x0 + fx * dilationWidth;
          if (ix < 0 || ix >= inWidth) continue;
          for (let j = 0, to = (row + ix) * c; j < c; j++) x[to + j]! += patches[p + j]!;
        }
      }
    }
  }
}

/** Image and upper left corner of the patch at a place of the output, and whether its lines are whole. */
function corner(place: number, s: ConvShape): { image: number; y0: number; x0: number; whole: boolean } {
  const across = Math.floor(place / s.outWidth);
  const image = Math.floor(across / s.outHeight);
  const x0 = (place - across * s.outWidth) * s.strideWidth - s.left;
  const y0 = (across - image * s.outHeight) * s.strideHeight - s.top;
  return { image, y0, x0, whole: s.dilationWidth === 1 && x0 >= 0 && x0 + s.filterWidth <= s.inWidth };
}
