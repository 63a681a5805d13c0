/** `anchorage apply`. */
import { parsePart } from "../lib/base/part.ts";
import { progress } from "../lib/base/progress.ts";
import { writeBlocks } from "../lib/file/resume.ts";
import { openNpy } from "../lib/file/rowsource.ts";
import { asDtype, type Dtype } from "../lib/linalg/matrix.ts";
import { type Translation, translation } from "../lib/method/translation.ts";
import { command } from "./command.ts";
import { needed, text } from "./flags.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import { partPath, partRows } from "./parts.ts";

/** Bytes of the wider side of a block of rows. */
const BLOCK = 1 << 23;

/** Translates a file, block by block. */
export const apply = command({
  name: "apply",
  about: "Translate a file of vectors by a map; a run that was killed goes on where it stopped",
  operands: { map: "a map by `anchorage fit` or `anchorage compose`", vectors: "vectors of the old model" },
  flags: {
    out: needed(text("file.npy", "where the translated vectors go")),
    part: text("i/n", "only the i-th of n parts, into a file of its own; a Slurm array sets it by itself"),
  },
  examples: [
    "apply old-to-new.safetensors old.npy --out translated.npy",
    "apply old-to-new.safetensors old.npy --out translated.npy --part 3/8",
  ],
  run: async ({ out, part: text }, mapPath, vectors) => {
    using source = await openNpy(vectors!);
    const map = inDtype(await loadTranslation(mapPath!), source.dtype),
      part = parsePart(text, "apply a map");
    const block = blockRows(source.rows, Math.max(source.cols, map.affine.weights.cols));
    const [first, end] = partRows(source.rows, block, part), rows = end - first;
    const path = partPath(out, part), { dtype } = source, cols = map.affine.weights.cols;
    const since = Math.max(...await Promise.all([mapPath!, vectors!].map(changed)));
    let advance: ((rows: number) => void) | undefined;
    const kept = await writeBlocks(path, {
      rows,
      cols,
      dtype,
      block,
      since,
      rowsAt: async (from, to) => map.apply(await source.read(first + from, first + to)),
      onProgress: (count) => advance ? advance(count) : void (advance = progress("rows", rows, count)),
    });
    const there = kept === rows && rows > 0 ? "was there already" : kept > 0 ? `${kept} of them were there` : "new";
    const lines = `${path}: ${rows} × ${cols}, ${there}`;
    return { text: lines, data: { out: path, rows, cols, kept, first } };
  },
});

/** Rows of a block: a power of two of at most 8 MB of float32, and at least 64 blocks of a small file for its parts. */
function blockRows(rows: number, cols: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, Math.min(BLOCK / (4 * cols), rows / 64))));
}

/** The map with weights in the samples' precision: converted once, not for every block. */
function inDtype(map: Translation, dtype: Dtype): Translation {
  const affine = { ...map.affine, weights: asDtype(map.affine.weights, dtype) };
  return translation({ ...map, affine }, map.diagnostics);
}

async function changed(path: string): Promise<number> {
  return (await Deno.stat(path)).mtime?.getTime() ?? 0;
}
