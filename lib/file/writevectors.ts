/**
 * Vectors into files of every common form.
 *
 * @module
 */
import { concat } from "../base/bytes.ts";
import { finite, sameLength } from "../base/check.ts";
import { type Matrix, sliceRows } from "../linalg/matrix.ts";
import { atomically, writeAll, writeAtomic } from "./atomic.ts";
import { encodeNpy, encodeNpyHeader } from "./npy.ts";
import { writeSafetensors } from "./safetensors.ts";
import { tensorOf } from "./tensor.ts";
import { endingOf, numberOf } from "./vectorrows.ts";
import { encodeParquet } from "./writeparquet.ts";
import { zipped } from "./zip.ts";

/** What is to be written. */
export interface WrittenVectors {
  /** One row an item. */
  readonly vectors: Matrix;
  /** One a row; .npy, .npz and .safetensors have no place for them. */
  readonly ids?: readonly string[];
}

/** Rows that become text at a time. */
const STEP = 512;
type Bytes = Uint8Array;
/** The file in parts: its first bytes, its rows, its last. */
interface Form {
  readonly ids: "needed" | "possible" | "none";
  readonly start?: (all: WrittenVectors) => Bytes | string;
  readonly row: (row: Row) => Bytes | string;
  readonly end?: string;
}
interface Row {
  readonly id: string | undefined;
  readonly i: number;
  readonly values: Matrix["data"];
}

const words: Form = {
  ids: "needed",
  start: ({ vectors: { rows, cols } }) => `${rows} ${cols}\n`,
  row: ({ id, values }) => `${checkedToken(id!, /[\n\r]/)}${setOff(id!)} ${spelled(values).join(" ")}\n`,
};
const table = (separator: "," | "\t"): Form => ({
  ids: "possible",
  start: ({ vectors: { cols }, ids }) =>
    [...(ids ? ["id"] : []), ...Array.from({ length: cols }, (_, j) => `v${j}`)].join(separator) + "\n",
  row: ({ id, values }) =>
    [...(id === undefined ? [] : [quoted(id, separator)]), ...spelled(values)].join(separator) + "\n",
});
const object = ({ id, values }: Row): string =>
  id === undefined
    ? `[${spelled(values).join(",")}]`
    : `{"id":${JSON.stringify(id)},"vector":[${spelled(values).join(",")}]}`;

const FORMS: Readonly<Record<string, Form>> = Object.freeze({
  npy: {
    ids: "none",
    start: ({ vectors: { rows, cols, dtype } }) => encodeNpyHeader(rows, cols, dtype),
    row: ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  },
  jsonl: { ids: "possible", row: (row) => `${object(row)}\n` },
  json: { ids: "possible", start: () => "[\n", row: (row) => `${row.i > 0 ? ",\n" : ""}${object(row)}`, end: "\n]\n" },
  csv: table(","),
  tsv: table("\t"),
  vec: words,
  txt: words,
  bin: {
    ...words,
    row: ({ id, values }) => {
      const token = new TextEncoder().encode(`${checkedToken(id!, /[ \n\r]/)} `),
        floats = new Uint8Array(Float32Array.from(values).buffer);
      return Uint8Array.from([...token, ...floats, 10]);
    },
  },
});

/** Forms that are made in memory. */
const WHOLE: readonly string[] = ["npz", "safetensors", "parquet"];

/**
 * Writes vectors (n × d) and their ids; the ending says the form: .npy, .npz and .safetensors (with the name "vectors"), .parquet (columns
 * "id" and "vector"), .jsonl, .json, .csv, .tsv, .vec or .txt (word2vec's text), .bin (word2vec's binary form, float32). `readVectors` gives every number
 * back exactly. The file appears whole or not at all. Needs read and write on the folder.
 *
 * @throws {TypeError} If the form is unknown, has no place for ids, or needs them.
 * @throws {RangeError} If an entry is not finite, or an id cannot stand in the form.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { readVectors, writeVectors } from "anchorage/file";
 * const path = `${await Deno.makeTempDir()}/two.jsonl`;
 * await writeVectors(path, { ids: ["sea", "ship"], vectors: Matrix.from([[1, 2], [3, 4]]) });
 * console.log((await readVectors(path)).ids); // [ "sea", "ship" ]
 * ```
 */
export async function writeVectors(path: string, all: WrittenVectors): Promise<void> {
  const ending = endingOf(path), action = `write ${path}`, { vectors, ids } = all;
  const form = Object.hasOwn(FORMS, ending) ? FORMS[ending] : undefined;
  if (!form && !WHOLE.includes(ending)) {
    const known = [...Object.keys(FORMS), ...WHOLE].map((one) => `.${one}`).join(", ");
    throw new TypeError(`Cannot ${action} as its name must end in one of ${known}: it does not`);
  }
  finite(vectors, "the vectors", action);
  if (ids) sameLength(ids, vectors.rows, "the ids", action);
  const place = form?.ids ?? (ending === "parquet" ? "possible" : "none");
  if (place === "none" && ids) {
    throw new TypeError(`Cannot ${action} as .${ending} has no place for ids: leave them out, or write .jsonl`);
  }
  if (place === "needed" && !ids) {
    throw new TypeError(`Cannot ${action} as every row must have an id in .${ending}: there are none`);
  }
  if (ending === "parquet") return await writeAtomic(path, await encodeParquet(vectors, ids));
  if (ending === "npz") return await writeAtomic(path, zipped("vectors.npy", encodeNpy(vectors)));
  if (!form) return await writeSafetensors(path, { vectors: tensorOf(vectors) });
  await atomically(path, async (temporary) => {
    using file = await Deno.open(temporary, { write: true });
    for (const part of parts(form, all)) await writeAll(file, part, path);
  });
}

/** The shortest decimals that are read back as the same numbers, the sign of zero kept. */
function spelled(values: Row["values"]): string[] {
  return Array.from(values, (x) => Object.is(x, -0) ? "-0" : String(x));
}

function* parts(form: Form, all: WrittenVectors): Generator<Bytes, void> {
  const { vectors, ids } = all;
  if (form.start) yield joined([form.start(all)]);
  for (let start = 0; start < vectors.rows; start += STEP) {
    const { rows } = sliceRows(vectors, start, Math.min(start + STEP, vectors.rows));
    yield joined(
      Array.from(
        { length: rows },
        (_, k) => form.row({ id: ids?.[start + k], i: start + k, values: vectors.row(start + k) }),
      ),
    );
  }
  if (form.end) yield joined([form.end]);
}

function joined(list: readonly (Bytes | string)[]): Bytes {
  if (list.every((part) => typeof part === "string")) return new TextEncoder().encode(list.join(""));
  const bytes = list.map((part) => typeof part === "string" ? new TextEncoder().encode(part) : part);
  return concat(bytes);
}

function checkedToken(id: string, wrong: RegExp): string {
  if (!wrong.test(id) && id !== "" && id.trim() === id) return id;
  throw new RangeError(
    `Cannot write ${JSON.stringify(id)} as a token as it must not be taken for something else: use .jsonl`,
  );
}

/** A further space after a token with spaces whose end would be taken for its first entry. */
function setOff(id: string): string {
  const end = / (\S+)$/.exec(id)?.[1];
  return end !== undefined && numberOf(end) !== undefined ? " " : "";
}

/** Quotes where the form needs them, and where the reader would take the id for a number, a vector or nothing. */
function quoted(id: string, separator: string): string {
  return id.includes('"') || id.includes(separator) || /[\n\r]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id;
}
