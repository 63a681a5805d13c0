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

/** Copies every patch of the block's images into a row of `patches`, zeros outside the image. */
function im2col({ count, x, patches }: Block, s: ConvShape): void {
  const { filterHeight, filterWidth, inChannels: c, inHeight, inWidth, dilationHeight, dilationWidth } = s;
  const line = filterWidth * c;
  let p = 0;
  for (let image = 0; image < count; image++) {
    for (let oy = 0, y0 = -s.top; oy < s.outHeight; oy++, y0 += s.strideHeight) {
      for (let ox = 0, x0 = -s.left; ox < s.outWidth; ox++, x0 += s.strideWidth) {
        const whole = isWhole(x0, s);
        for (let fy = 0, y = y0; fy < filterHeight; fy++, y += dilationHeight) {
          const from = ((image * inHeight + y) * inWidth + x0) * c;
          if (y < 0 || y >= inHeight) { for (let j = 0; j < line; j++) patches[p++] = 0; }
          else if (whole) { for (let j = 0; j < line; j++) patches[p++] = x[from + j]!; }
          else {
            for (let fx = 0, ix = x0; fx < filterWidth; fx++, ix += dilationWidth) {
              const inside = ix >= 0 && ix < inWidth;
              for (let j = from + (ix - x0) * c, end = j + c; j < end; j++) patches[p++] = inside ? x[j]! : 0;
            }
          }
        }
      }
    }
  }
}

/** Adds every row of `patches` to the place it was copied from. */
function col2im({ count, x, patches }: Block, s: ConvShape): void {
  const { filterHeight, filterWidth, inChannels: c, inHeight, inWidth, dilationHeight, dilationWidth } = s;
  const line = filterWidth * c;
  let p = 0;
  for (let image = 0; image < count; image++) {
    for (let oy = 0, y0 = -s.top; oy < s.outHeight; oy++, y0 += s.strideHeight) {
      for (let ox = 0, x0 = -s.left; ox < s.outWidth; ox++, x0 += s.strideWidth) {
        const whole = isWhole(x0, s);
        for (let fy = 0, y = y0; fy < filterHeight; fy++, y += dilationHeight) {
          const to = ((image * inHeight + y) * inWidth + x0) * c;
          if (y < 0 || y >= inHeight) p += line;
          else if (whole) { for (let j = 0; j < line; j++) x[to + j]! += patches[p++]!; }
          else {
            for (let fx = 0, ix = x0; fx < filterWidth; fx++, ix += dilationWidth, p += c) {
              if (ix < 0 || ix >= inWidth) continue;
              for (let j = 0, at = to + (ix - x0) * c; j < c; j++) x[at + j]! += patches[p + j]!;
            }
          }
        }
      }
    }
  }
}

/** Whether a line of a patch from column x0 is one run of the image: not dilated, not over a side. */
function isWhole(x0: number, s: ConvShape): boolean {
  return s.dilationWidth === 1 && x0 >= 0 && x0 + s.filterWidth <= s.inWidth;
}
