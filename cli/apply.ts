/** `anchorage apply`. */
import { parsePart } from "../lib/base/part.ts";
import { progress } from "../lib/base/progress.ts";
import { atomically } from "../lib/file/atomic.ts";
import { writeBlocks } from "../lib/file/resume.ts";
import { sound } from "../lib/file/soundrows.ts";
import { openRows } from "../lib/file/rowsource.ts";
import type { ReadOptions } from "../lib/file/vectorrows.ts";
import { filesOf, vectorBlocks } from "../lib/file/vectors.ts";
import { asDtype, type Dtype, type Matrix } from "../lib/linalg/matrix.ts";
import { columnMeans } from "../lib/linalg/rows.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import { type Translation, translation } from "../lib/method/translation.ts";
import { command } from "./command.ts";
import { needed, text } from "./flags.ts";
import { partPath, partRows } from "./parts.ts";
import { optionsOf, READ_FLAGS } from "./vectors.ts";

/** Bytes of the wider side of a block of rows; rows looked at to tell the sides apart. */
const BLOCK = 1 << 23, SAMPLE = 1000;

/** Translates a file, block by block. */
export const apply = command({
  name: "apply",
  about: "Translate files of vectors by a map; a run that was killed goes on where it stopped",
  operands: {
    map: "a map by `anchorage fit` or `anchorage compose`",
    vectors: "vectors of the old model; 'part-*.npy' for several as one",
  },
  flags: {
    out: needed(text("file.npy", "where the translated vectors go; ids, where there are any, go to <file.npy>.ids")),
    part: text("i/n", "only the i-th of n parts, into a file of its own; a Slurm array sets it by itself"),
    ...READ_FLAGS,
  },
  examples: [
    "apply old-to-new.safetensors old.npy --out translated.npy",
    "apply old-to-new.safetensors 'old/*.parquet' --column embedding --id id --out translated.npy",
    "apply old-to-new.safetensors old.npy --out translated.npy --part 3/8",
  ],
  run: async ({ out, part: text, ...given }, mapPath, vectors) => {
    const part = parsePart(text, "apply a map"), options = optionsOf(given), path = partPath(out, part);
    if (!out.endsWith(".npy")) throw new TypeError(`Cannot apply a map as --out must end in .npy: it is "${out}"`);
    const loaded = await loadTranslation(mapPath!); // first: it says so where the two are the wrong way round
    await using source = await openRows(vectors!, options);
    const map = inDtype(loaded, source.dtype),
      { cols } = map.affine.weights,
      { dtype } = source;
    if (options.skipBad && !source.named) {
      throw new TypeError(
        `Cannot drop rows of ${vectors} as they must have ids: without, nobody can tell which is which`,
      );
    }
    if (source.rows > 0) checkSide(map, await source.read(0, Math.min(SAMPLE, source.rows)), source.rows, vectors!);
    const block = blockRows(source.rows, Math.max(source.cols, cols));
    const [first, end] = partRows(source.rows, block, part), rows = end - first;
    let advance: ((rows: number) => void) | undefined;
    const kept = await writeBlocks(path, {
      ...{ rows, cols, dtype, block, since: Math.max(await changed(mapPath!), await changed(vectors!)) },
      rowsAt: async (from, to) => translated(map, await source.read(first + from, first + to), first + from, vectors!),
      onProgress: (count) => advance ? advance(count) : void (advance = progress("rows", rows, count)),
    });
    if (source.named) await writeIds(`${path}.ids`, vectors!, options, [first, end]);
    const there = kept === rows && rows > 0 ? "was there already" : kept > 0 ? `${kept} of them were there` : "new";
    const lines = [`${path}: ${rows} × ${cols}, ${there}`, ...source.named ? [`ids: ${path}.ids`] : []];
    return { text: lines.join("\n"), data: { out: path, rows, cols, kept, first, named: source.named } };
  },
});

/** Translated rows; a row that is not finite is named by its number in the file, not in the block. */
function translated(map: Translation, rows: Matrix, first: number, path: string): Matrix {
  try {
    return map.apply(rows);
  } catch (error) {
    sound({ vectors: rows }, first, false, path);
    throw error;
  }
}

/**
 * Between spaces of one dimension nothing but their means tells the sides apart.
 *
 * @throws {TypeError} If the rows have another dimension than the old model's.
 * @throws {RangeError} If the mean of the rows is less than half as far from the new model's anchors' as from the old's.
 */
function checkSide({ affine: { before, after } }: Translation, rows: Matrix, count: number, path: string): void {
  if (rows.cols !== before.length) {
    const found = `the shape is ${count} × ${rows.cols}`;
    throw new TypeError(`Cannot apply a map to ${path} as its vectors must have ${before.length} columns: ${found}`);
  }
  if (before.length !== after.length) return;
  const mean = columnMeans(rows),
    to = (other: Float64Array): number => Math.hypot(...mean.map((m, j) => m - other[j]!));
  if (!(to(after) < to(before) / 2)) return;
  throw new RangeError(
    `Cannot apply a map to ${path} as its vectors must be of the old model: their mean is near that of the new one ` +
      "(is the map the wrong way round?)",
  );
}

/** Rows of a block: a power of two of at most 8 MB of float32, and at least 64 blocks of a small file for its parts. */
function blockRows(rows: number, cols: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, Math.min(BLOCK / (4 * cols), rows / 64))));
}

/** The map with weights in the samples' precision: converted once, not for every block. */
function inDtype(map: Translation, dtype: Dtype): Translation {
  const affine = { ...map.affine, weights: asDtype(map.affine.weights, dtype) };
  return translation({ ...map, affine }, map.diagnostics);
}

/** When the file, or the last of several, was changed. */
async function changed(path: string): Promise<number> {
  const times = await Promise.all((await filesOf(path)).map(async (file) => (await Deno.stat(file)).mtime?.getTime()));
  return Math.max(0, ...times.map((time) => time ?? 0));
}

/** The ids of the rows [start, end), one a line. @throws {TypeError} If one holds a line break. */
async function writeIds(
  path: string,
  from: string,
  options: ReadOptions,
  [start, end]: readonly [number, number],
): Promise<void> {
  await atomically(path, async (temporary) => {
    using file = await Deno.open(temporary, { write: true, create: true });
    let at = 0;
    for await (const { ids = [], vectors } of vectorBlocks(from, options)) {
      const some = ids.slice(Math.max(0, start - at), Math.max(0, end - at));
      const broken = some.find((id) => /[\r\n]/.test(id));
      if (broken !== undefined) {
        throw new TypeError(`Cannot write ${path} as an id must be one line: ${JSON.stringify(broken)}`);
      }
      const bytes = new TextEncoder().encode(some.map((id) => `${id}\n`).join(""));
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
      at += vectors.rows;
    }
  });
}
