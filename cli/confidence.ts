/** `anchorage confidence`. */
import { writeAtomic } from "../lib/file/atomic.ts";
import { quantile } from "../lib/measure/stats.ts";
import { marginConfidence } from "../lib/measure/margin.ts";
import { cosineConfidence } from "../lib/method/confidence.ts";
import { fitRelative } from "../lib/method/relative.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import { command } from "./command.ts";
import { choice, needed, text, whole } from "./flags.ts";
import { READ_FLAGS, readOne } from "./vectors.ts";

const KINDS = ["cosine", "margin"] as const;

/** A number a row: which to trust, which to embed again. */
export const confidence = command({
  name: "confidence",
  about: "Say for every row how far to trust its translation: which rows to embed again first",
  operands: { vectors: "vectors of the old model" },
  flags: {
    kind: needed(
      choice(KINDS, "cosine ranks how near the translation is to the truth, margin whether its best match is right"),
    ),
    anchors: text("file", "for cosine: the anchors under the old model"),
    neighbors: whole("n", "for cosine: nearest anchors in the mean (default 10)", 1),
    map: text("file", "for margin: the map"),
    index: text("file", "for margin: vectors of the new model to search among"),
    ...READ_FLAGS,
    out: text("file.tsv", "write id and confidence, a row a line"),
  },
  examples: [
    "confidence old.npy --kind cosine --anchors old-anchors.npy --out confidence.tsv",
    "confidence old.npy --kind margin --map old-to-new.safetensors --index new.npy --out confidence.tsv",
  ],
  run: async ({ kind, anchors, neighbors, map, index, out, ...reading }, path) => {
    const { ids, vectors } = await readOne(path!, reading), action = `measure the confidence "${kind}"`;
    const given = (file: string | undefined, flag: string): string => {
      if (file !== undefined) return file;
      throw new TypeError(`Cannot ${action} as ${flag} must be given`);
    };
    const values = kind === "cosine"
      ? cosineConfidence(
        fitRelative((await readOne(given(anchors, "--anchors"), reading)).vectors),
        vectors,
        neighbors === undefined ? {} : { neighbors },
      )
      : marginConfidence(
        (await loadTranslation(given(map, "--map"))).apply(vectors),
        (await readOne(given(index, "--index"), reading, 1)).vectors,
      );
    const lines = Array.from(values, (value, i) => `${ids?.[i] ?? i}\t${value}`);
    if (out !== undefined) await writeAtomic(out, ["id\tconfidence", ...lines, ""].join("\n"));
    const shares = [0, .2, .5, .8, 1].map((q) => [q, quantile(values, q)] as const);
    const summary = shares.map(([q, value]) => `${q * 100} %: ${value.toFixed(3)}`).join(", ");
    const text = `${kind} of ${values.length} rows, by share of rows below: ${summary}${out ? `\nWrote ${out}.` : ""}`;
    return {
      text,
      data: { kind, rows: values.length, quantiles: Object.fromEntries(shares), ...out === undefined && { values } },
    };
  },
});
