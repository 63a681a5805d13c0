/**
 * Two-dimensional convolution on raw storage through im2col and GEMM, forward and both gradients, in blocks of images.
 *
 * Layout as in tfjs: images height × width × channels, filters height × width × in × out.
 *
 * @module
 */
import type { F32 } from "./activation.ts";
import { type Lines, lines } from "./lines.ts";
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

/** Writes conv(x, filter) + beta · y into y. */
export function convolve(x: F32, filter: F32, y: F32, s: ConvShape, beta = 0): void {
  const { places, patch } = sizes(s);
  for (const block of blocks(x, y, s)) {
    im2col(block, s);
    productInto({ m: block.count * places, n: s.outChannels, k: patch, a: block.patches, b: filter, c: block.y, beta });
  }
}

/** Writes the gradient of the filter into `filter`, from inputs x and the gradient dy of the output. */
export function convolveBackFilter(x: F32, dy: F32, filter: F32, s: ConvShape): void {
  const { places, patch } = sizes(s);
  filter.fill(0);
  for (const block of blocks(x, dy, s)) {
    im2col(block, s);
    const k = block.count * places;
    productInto({ m: patch, n: s.outChannels, k, a: block.patches, transA: true, b: block.y, c: filter, beta: 1 });
  }
}

/** Writes the gradient of the input into dx; this is also the forward pass of a transposed convolution. */
export function convolveBackInput(dy: F32, filter: F32, dx: F32, s: ConvShape): void {
  const { places, patch } = sizes(s);
  for (const block of blocks(dx, dy, s)) {
    const { count, y, patches } = block;
    productInto({ m: count * places, n: patch, k: s.outChannels, a: y, b: filter, transB: true, c: patches });
    col2im(block, s);
  }
}

/** Places of the output of one image, entries of a patch and of an image. */
function sizes(s: ConvShape): { places: number; patch: number; image: number } {
  return {
    places: s.outHeight * s.outWidth,
    patch: s.filterHeight * s.filterWidth * s.inChannels,
    image: s.inHeight * s.inWidth * s.inChannels,
  };
}

/** A block of images, laid out in the kernels' memory: one line of zeros, the images, the patches. */
interface Block {
  readonly count: number;
  readonly x: F32;
  readonly y: F32;
  readonly kernels: Lines;
  readonly zeros: F32;
  readonly images: F32;
  /** The patch matrix, count · places × patch. */
  readonly patches: F32;
}

function* blocks(x: F32, y: F32, s: ConvShape): Generator<Block> {
  const { places, patch, image } = sizes(s);
  const most = Math.max(1, Math.min(s.batch, Math.floor(BLOCK / (places * patch))));
  const line = s.filterWidth * s.inChannels;
  const out = places * s.outChannels;
  for (let start = 0; start < s.batch; start += most) {
    const count = Math.min(most, s.batch - start);
    const first = line + count * image;
    const kernels = lines(4 * (first + count * places * patch));
    const memory = new Float32Array(kernels.memory.buffer as ArrayBuffer);
    yield {
      count,
      x: x.subarray(start * image, (start + count) * image),
      y: y.subarray(start * out, (start + count) * out),
      kernels,
      zeros: memory.subarray(0, line).fill(0),
      images: memory.subarray(line, first),
      patches: memory.subarray(first, first + count * places * patch),
    };
  }
}

/** Copies every patch of the block's images into a row of `patches`, zeros outside the image. */
function im2col({ count, x, kernels, zeros, images, patches }: Block, s: ConvShape): void {
  const { low, high, edges } = columnsOf(s);
  const [step, to, bytes] = [4 * s.strideWidth * s.inChannels, 4 * sizes(s).patch, zeros.byteLength];
  images.set(x);
  eachLine(count, s, (row, line) => {
    if (row < 0) return kernels.copy(0, patches.byteOffset + 4 * line, s.outWidth, 0, to, bytes);
    const source = images.byteOffset + 4 * row + low * step - 4 * s.left * s.inChannels, target = 4 * line + low * to;
    if (low < high) kernels.copy(source, patches.byteOffset + target, high - low, step, to, bytes);
    for (const { from, at } of edges) {
      for (let j = 0; j < s.inChannels; j++) patches[line + at + j] = from < 0 ? 0 : images[row + from + j]!;
    }
  });
}

/** Adds every row of `patches` to the place it was copied from, on images of zeros; copies them to x. */
function col2im({ count, x, kernels, zeros, images, patches }: Block, s: ConvShape): void {
  const { low, high, edges } = columnsOf(s);
  const [step, to, bytes] = [4 * s.strideWidth * s.inChannels, 4 * sizes(s).patch, zeros.byteLength];
  images.fill(0);
  eachLine(count, s, (row, line) => {
    if (row < 0) return;
    const target = images.byteOffset + 4 * row + low * step - 4 * s.left * s.inChannels, source = 4 * line + low * to;
    if (low < high) kernels.add(patches.byteOffset + source, target, high - low, to, step, bytes);
    for (const { from, at } of edges) {
      if (from >= 0) { for (let j = 0; j < s.inChannels; j++) images[row + from + j]! += patches[line + at + j]!; }
    }
  });
  x.set(images);
}

/**
 * Visits every row of places under every row of the filter: where the row of the image begins (-1 outside of it), and
 * where the line of the first place's patch begins.
 */
function eachLine(count: number, s: ConvShape, visit: (row: number, line: number) => void): void {
  const { patch } = sizes(s);
  for (let across = 0; across < count * s.outHeight; across++) {
    const image = Math.floor(across / s.outHeight);
    for (let fy = 0; fy < s.filterHeight; fy++) {
      const y = (across % s.outHeight) * s.strideHeight - s.top + fy * s.dilationHeight;
      const row = y < 0 || y >= s.inHeight ? -1 : (image * s.inHeight + y) * s.inWidth * s.inChannels;
      visit(row, across * s.outWidth * patch + fy * s.filterWidth * s.inChannels);
    }
  }
}

/** Places [low, high) whose lines are whole runs of the image's row, and the pieces of the others (from -1: zeros). */
function columnsOf(s: ConvShape): { low: number; high: number; edges: readonly { from: number; at: number }[] } {
  const { inChannels: c, inWidth, outWidth, filterWidth, strideWidth, left } = s;
  const last = Math.floor((inWidth - filterWidth + left) / strideWidth);
  const low = Math.min(Math.ceil(left / strideWidth), outWidth);
  const high = s.dilationWidth === 1 ? Math.max(low, Math.min(last + 1, outWidth)) : low;
  const edges = Array.from({ length: outWidth * filterWidth }, (_, i) => {
    const place = Math.floor(i / filterWidth);
    const x = place * strideWidth - left + (i % filterWidth) * s.dilationWidth;
    const at = place * sizes(s).patch + (i % filterWidth) * c;
    return { place, from: x < 0 || x >= inWidth ? -1 : x * c, at };
  });
  return { low, high, edges: edges.filter(({ place }) => place < low || place >= high) };
}
