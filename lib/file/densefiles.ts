/**
 * Vectors in files that hold one matrix as it is in memory: .npy, .safetensors and, unpacked, .npz.
 *
 * @module
 */
import { Matrix, sliceRows } from "../linalg/matrix.ts";
import { blockRows, readAt, readRows } from "./dense.ts";
import { type Kind, type Layout, layoutMatrix } from "./entries.ts";
import { decodeNpyHeader, type NpyLayout } from "./npy.ts";
import { HEADER } from "./npyheader.ts";
import { dataStart, decodeHeader } from "./safetensorsheader.ts";
import { type ReadOptions, refuse, type VectorBlock } from "./vectorrows.ts";
import { readMember } from "./zip.ts";

/** What an open .npy file holds; throws as `decodeNpy` does. */
export async function readNpyHeader(file: Deno.FsFile, path: string): Promise<NpyLayout> {
  const { size } = await file.stat(), bytes = new Uint8Array(Math.min(size, HEADER + 12));
  await readAt(file, bytes, 0, path);
  return decodeNpyHeader(bytes, size, path);
}

/** The layout of a .npy file of two axes. */
export async function npyLayout(file: Deno.FsFile, path: string): Promise<Layout> {
  return twoAxes(await readNpyHeader(file, path), path);
}

const KINDS: Readonly<Record<string, Kind>> = {
  F64: "f8",
  F32: "f4",
  F16: "f2",
  BF16: "bf2",
  I32: "i4",
  I8: "i1",
  U8: "u1",
};

/** The layout of a tensor of two axes in a safetensors file: the named one, or the only one of them. */
export async function safetensorsLayout(file: Deno.FsFile, path: string, { array }: ReadOptions): Promise<Layout> {
  const { size } = await file.stat(), first = new Uint8Array(Math.min(8, size));
  await readAt(file, first, 0, path);
  const head = new Uint8Array(dataStart(first, size, path));
  await readAt(file, head, 0, path);
  const { entries } = decodeHeader(head, size, path), of = entries.filter(({ shape }) => shape.length === 2);
  const name = chosen(
    array,
    (array === undefined ? of : entries).map((entry) => entry.name),
    path,
    "tensor of two axes",
  );
  const { dtype, shape, begin: start } = entries.find((entry) => entry.name === name)!;
  if (shape.length !== 2 || shape[1] === 0) {
    refuse(path, `"${name}" must have rows and columns: its shape is [${shape}]`);
  }
  return { rows: shape[0]!, cols: shape[1]!, kind: KINDS[dtype]!, big: false, fortran: false, start };
}

/** The rows of a file with such a layout, by blocks of about 8 MB. */
export function denseReader(
  layoutOf: (file: Deno.FsFile, path: string, options: ReadOptions) => Promise<Layout>,
): (path: string, options: ReadOptions) => AsyncGenerator<VectorBlock, void> {
  return async function* (path, options): AsyncGenerator<VectorBlock, void> {
    using file = await Deno.open(path);
    const layout = await layoutOf(file, path, options);
    if (layout.rows === 0) yield { vectors: layoutMatrix(new Uint8Array(0), layout, 0) };
    for (let row = 0, rows = blockRows(layout); row < layout.rows; row += rows) {
      const vectors = await readRows(file, layout, row, Math.min(rows, layout.rows - row), path);
      yield { vectors, signed: layout.kind === "i1" };
    }
  };
}

/** The rows of an array in a .npz file, which is unpacked in memory. */
export async function* npzReader(path: string, { array }: ReadOptions): AsyncGenerator<VectorBlock, void> {
  const bytes = await readMember(path, (names) => {
    const arrays = names.filter((name) => name.endsWith(".npy")).map((name) => name.slice(0, -4));
    return `${chosen(array, arrays, path, "array")}.npy`;
  });
  const layout = twoAxes(decodeNpyHeader(bytes, bytes.length, path), path);
  const matrix = layoutMatrix(bytes.subarray(layout.start), layout), step = blockRows(layout);
  if (matrix.rows === 0) yield { vectors: new Matrix(0, matrix.cols, matrix.data) };
  for (let row = 0; row < matrix.rows; row += step) {
    yield { vectors: sliceRows(matrix, row, Math.min(row + step, matrix.rows)), signed: layout.kind === "i1" };
  }
}

function twoAxes(layout: NpyLayout, path: string): Layout {
  if (layout.axes === 2) return layout;
  throw new TypeError(
    `Cannot read ${path} as it must have 2 axes, one row a vector: it is a list of ${layout.rows}. ` +
      `Save reshape(-1, 1) of it for vectors of one entry, reshape(1, -1) for one vector`,
  );
}

/** The name that was asked for, or the only one there is. */
function chosen(asked: string | undefined, names: readonly string[], path: string, what: string): string {
  const known = names.map((name) => `"${name}"`).join(", ") || "none";
  if (asked !== undefined) {
    return names.includes(asked) ? asked : refuse(path, `"${asked}" must be in it: there is ${known}`);
  }
  return names.length === 1 ? names[0]! : refuse(path, `its ${what} must be named by \`array\`: there is ${known}`);
}
