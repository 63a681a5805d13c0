/**
 * Independence (Figure 1): M encoding and N decoding halves, fitted and saved apart, give M × N stitched models; an
 * encoder that comes later adds its files and touches no other.
 *
 * @module
 */
import { join } from "node:path";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { stitchingMatrix } from "../lib/chart/stitching.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { sha256 } from "../lib/file/cache.ts";
import { loadInverse, loadRelative, saveHalf } from "../lib/method/stored.ts";
import { fitInverse } from "../lib/method/inverse.ts";
import { compose } from "../lib/method/irp.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { fitRelative } from "../lib/method/relative.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { loadSpaces } from "./shared/spaces.ts";
import { meanSd, plusMinus, type Row } from "./shared/summary.ts";

const ENCODERS = ["mlp256", "cnn128", "convae128", "mlpae64", "cnntanh256"];
const ON = { dataset: "mnist", encoders: ENCODERS, k: 256 };
const SIZES = { quick: { ...ON, rows: 1000 }, full: { ...ON, rows: 3000 } };
type Sizes = typeof SIZES.quick;
type Cell = Sizes & { readonly seed: number };
interface Found {
  readonly cells: readonly Row[];
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  readonly late: string;
}
/** The two forms whose halves are fitted apart. */
export const FORMS = ["irp", "whitened"] as const;
/** One of them. */
export type Form = typeof FORMS[number];

/** M + N files, M × N models. */
export const independence: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "independence",
  reproduces: "Figure 1",
  about:
    "Halves fitted and saved apart: the matrix of stitched accuracies from M + N files, and one encoder added later.",
  notebook: "5-relative-space-as-a-bridge",
  module: import.meta.url,
  presets: SIZES,
  cells: ({ sizes, seed }: Asked<Sizes>) => [{ ...sizes, seed }],
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async (cell: Cell) => await stitchFiles(await loadSpaces(cell.dataset, cell.encoders, cell), cell),
  findings: ([found]: readonly Found[]) => findings(found!),
});

/** Saves the halves of all spaces, the last one after the others, and stitches every pair from the files. */
async function stitchFiles(spaces: readonly LoadedSpace[], { k, seed }: Cell): Promise<Found> {
  const ids = sampleAnchors(spaces[0]!, { count: k, seed }), folder = await Deno.makeTempDir();
  try {
    const early = spaces.slice(0, -1), late = spaces.at(-1)!;
    for (const s of early) for (const form of FORMS) await saveHalves(folder, s, { ids, form, seed });
    const before = await filesOf(folder);
    for (const form of FORMS) await saveHalves(folder, late, { ids, form, seed });
    const after = await filesOf(folder), cells: Row[] = [];
    for (const form of FORMS) {
      for (const space of spaces) cells.push(...await rowOfMatrix(folder, space, spaces, form));
    }
    return { cells, before, after, late: late.encoder.name };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Fits and saves one space's halves: what its owner does, knowing nobody. */
export async function saveHalves(
  folder: string,
  space: LoadedSpace,
  { ids, form, seed }: { readonly ids: readonly string[]; readonly form: Form; readonly seed: number },
): Promise<void> {
  const anchors = space.at(ids), name = space.encoder.name;
  const encode = fitRelative(anchors, { projection: form === "irp" ? "cosine" : "whitened" });
  await saveHalf(join(folder, `${form}-encode-${name}.safetensors`), encode);
  const decode = form === "irp"
    ? fitInverse(anchors, { subspaces: 16, delta: 0.6, seed })
    : fitInverse(anchors, { projection: "whitened" });
  await saveHalf(join(folder, `${form}-decode-${name}.safetensors`), decode);
}

/** The files of a folder with their sizes and checksums. */
export async function filesOf(folder: string): Promise<readonly Row[]> {
  const files: Row[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const bytes = await Deno.readFile(join(folder, name));
    files.push({ file: name, kilobytes: Math.round(bytes.length / 1024), sha256: (await sha256(bytes)).slice(0, 16) });
  }
  return files.toSorted((a, b) => String(a.file) < String(b.file) ? -1 : 1);
}

/** One source against every target, from files alone. */
export async function rowOfMatrix(
  folder: string,
  source: LoadedSpace,
  targets: readonly LoadedSpace[],
  form: Form,
): Promise<readonly Row[]> {
  const encode = await loadRelative(join(folder, `${form}-encode-${source.encoder.name}.safetensors`));
  const cells: Row[] = [];
  for (const { encoder, head, test } of targets) {
    const decode = await loadInverse(join(folder, `${form}-decode-${encoder.name}.safetensors`));
    const mapped = compose(encode, decode).apply(source.test.vectors);
    cells.push({
      form,
      source: source.encoder.name,
      target: encoder.name,
      accuracy: accuracy(head.predict(mapped), test.labels),
    });
  }
  return cells;
}

/** What came of it: the matrices, the files, and that those that were there did not change. */
function findings({ cells, before, after, late }: Found): Findings {
  const same = before.filter((b) => after.some((a) => a.file === b.file && a.sha256 === b.sha256));
  const of = (form: string): readonly Row[] => cells.filter((c) => c.form === form);
  const whitened = stitchingMatrix(
    of("whitened").map((c) => ({
      encoder: c.source as string,
      decoder: c.target as string,
      value: c.accuracy as number,
    })),
    {
      title: `${of("whitened").length} stitched models from ${after.length / FORMS.length} files: whitened`,
      measure: "Accuracy",
    },
  );
  return {
    records: {
      table: FORMS.map((form) => {
        const { mean, sd } = meanSd(of(form).filter((c) => c.source !== c.target).map((c) => c.accuracy as number));
        return {
          form,
          files: after.length / FORMS.length,
          models: of(form).length,
          "between spaces": plusMinus(mean, sd),
        };
      }),
      later: [{ added: late, files: after.length - before.length, before: before.length, unchanged: same.length }],
      matrix: cells,
      files: after,
    },
    charts: { whitened },
  };
}
