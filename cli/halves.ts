/** `anchorage half encode`, `anchorage half decode` and `anchorage compose`. */
import { fitInverse } from "../lib/method/inverse.ts";
import { loadInverse, loadRelative, saveHalf, saveTranslation } from "../lib/method/stored.ts";
import { compose } from "../lib/method/irp.ts";
import { fitRelative } from "../lib/method/relative.ts";
import { command, type Outcome } from "./command.ts";
import { choice, needed, real, text, whole, withDefault } from "./flags.ts";
import { mapLine } from "./print.ts";
import { READ_FLAGS, readRowsOf } from "./vectors.ts";

const PROJECTIONS = ["whitened", "cosine", "parseval"] as const;
const projection = withDefault(choice(PROJECTIONS, "the relative space; both halves must name the same"), "whitened");
const operands = { anchors: "vectors of the shared items under this side's model, in the agreed order" };

/** The source's side. */
export const halfEncode = command({
  name: "half encode",
  about: "Fit the encoding half on the old model's anchors alone: it needs nothing of the new model",
  operands,
  flags: {
    out: needed(text("file", "where the half goes (.safetensors)")),
    projection,
    lambda: real("λ", "strength of the ridge of whitened, relative to σ²max (default .001)", 1e-12),
    ...READ_FLAGS,
  },
  examples: ["half encode old-anchors.npy --out encode.safetensors"],
  run: async ({ out, projection, lambda, ...reading }, anchors) => {
    const half = fitRelative(await readRowsOf(anchors!, reading), {
      projection,
      ...lambda !== undefined && { lambda },
    });
    await saveHalf(out, half);
    return wrote(out, `encoding half, ${projection}, ${half.mean.length} dimensions`, half.space.anchors.count);
  },
});

/** The target's side. */
export const halfDecode = command({
  name: "half decode",
  about: "Fit the decoding half on the new model's anchors alone: it needs nothing of the old model",
  operands,
  flags: {
    out: needed(text("file", "where the half goes (.safetensors)")),
    projection,
    delta: real("δ", "pruning threshold of cosine (default .6)", 0, 1),
    subspaces: whole("ω", "pruned subspaces of cosine (default 16)", 1),
    seed: withDefault(whole("n", "seed of the subspaces' starts", 0), 0),
    ...READ_FLAGS,
  },
  examples: ["half decode new-anchors.npy --out decode.safetensors"],
  run: async ({ out, projection, delta, subspaces, seed, ...reading }, anchors) => {
    const pruning = { ...delta !== undefined && { delta }, ...subspaces !== undefined && { subspaces } };
    const half = fitInverse(await readRowsOf(anchors!, reading), { projection, seed, ...pruning });
    await saveHalf(out, half);
    return wrote(out, `decoding half, ${projection}, ${half.mean.length} dimensions`, half.space.anchors.count);
  },
});

function wrote(out: string, what: string, anchors: number): Outcome {
  return { text: `Wrote ${out}: ${what}, ${anchors} anchors.`, data: { out, what, anchors } };
}

/** Both sides' halves, met. */
export const composing = command({
  name: "compose",
  about: "Compose an encoding and a decoding half into a map; neither side's vectors are needed",
  operands: { encode: "by `anchorage half encode`", decode: "by `anchorage half decode`" },
  flags: { out: needed(text("file", "where the map goes (.safetensors)")) },
  examples: ["compose encode.safetensors decode.safetensors --out old-to-new.safetensors"],
  run: async ({ out }, encode, decode) => {
    const map = compose(await loadRelative(encode!), await loadInverse(decode!));
    await saveTranslation(out, map);
    const { rows: from, cols: to } = map.affine.weights;
    return { text: `Wrote ${out}: ${mapLine(map)}.`, data: { out, method: map.method, from, to } };
  },
});
