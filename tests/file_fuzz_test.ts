/**
 * Every reader on files that were valid before something happened to them: 2,000, or 40,000 with ANCHORAGE_LONG=1. Each
 * gets a value or a sentence, within a second, in 4 times its bytes and 8 MB; values are those of an independent reader
 * where Debian has one (NumPy, Pillow, onnx, Python's csv and json).
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type * as Pngjs from "npm:pngjs@7.0.0";
import type * as DuckDb from "npm:@duckdb/node-api@1.5.6-r.1";
import { lazy } from "../lib/base/lazy.ts";
import { decodePng } from "../lib/data/png.ts";
import { decodeIdx } from "../lib/data/idx.ts";
import { readJson } from "../lib/file/json.ts";
import { encodeNpy, readNpy } from "../lib/file/npy.ts";
import { insertAfter, tensorNames } from "../lib/file/onnx.ts";
import { makeOnnx } from "../lib/file/onnxmodel.ts";
import { encodeSafetensors, readSafetensors } from "../lib/file/safetensors.ts";
import type { ReadOptions } from "../lib/file/vectorrows.ts";
import { readVectors } from "../lib/file/vectors.ts";
import { writeVectors } from "../lib/file/writevectors.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { fitInverse } from "../lib/method/inverse.ts";
import { fitRelative } from "../lib/method/relative.ts";
import { fitIrp } from "../lib/method/irp.ts";
import { loadInverse, loadRelative, loadTranslation, saveHalf, saveTranslation } from "../lib/method/stored.ts";
import { parseNotebook } from "../lib/notebook/nbformat.ts";
import { inTemp, random, sample, text } from "./file_helper.ts";
import { fuzz, type Outcome, type Subject } from "./file_mutate_helper.ts";
import { normal } from "./helpers.ts";

const COUNT = Deno.env.get("ANCHORAGE_LONG") === "1" ? 40_000 : 2_000;

const model = makeOnnx({
  inputs: [{ name: "x", type: "float", dims: ["n", 2] }],
  outputs: ["z"],
  initializers: [{ name: "w", dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
  nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"] }, { op: "Relu", inputs: ["y"], outputs: ["z"] }],
});
const notebook = {
  cells: [
    { cell_type: "code", id: "a", metadata: {}, execution_count: 1, source: ["1"], outputs: [] },
    { cell_type: "markdown", id: "b", metadata: {}, source: "text" },
  ],
  metadata: { kernelspec: { name: "deno", language: "typescript", display_name: "Deno" } },
  nbformat: 4,
  nbformat_minor: 5,
};

async function subjects(folder: string): Promise<readonly Subject[]> {
  const made = async (name: string, write: (path: string) => Promise<unknown>): Promise<Uint8Array> => {
    await write(`${folder}/${name}`);
    return await Deno.readFile(`${folder}/${name}`);
  };
  const vectors = random(4, 3, "f32", 1), ids = ["a", "b c", "d", "e"], tokens = ["a", "b", "d", "e"];
  const written =
    (name: string, all: Parameters<typeof writeVectors>[1], options: ReadOptions = {}) =>
    async (): Promise<
      Subject
    > => ({
      name,
      bytes: await made(name, (path) => writeVectors(path, all)),
      read: (path) => readVectors(path, options),
    });
  const x = normal(12, 4, "x"), y = normal(12, 3, "y");
  const finite = (
    m: Matrix,
  ): Matrix => (assert.ok(m.data.every(Number.isFinite), "what a loaded map gives is finite"), m);
  const { PNG } = await lazy<typeof Pngjs>("pngjs");
  const { DuckDBInstance } = await lazy<typeof DuckDb>("@duckdb/node-api");
  const duck = await (await DuckDBInstance.create(":memory:")).connect();
  const image = Object.assign(new PNG({ width: 7, height: 5 }), {
    data: Buffer.from(Array.from({ length: 140 }, (_, i) => i * 37 & 255)),
  });
  const subject = (name: string, bytes: Uint8Array, read: Subject["read"]): Subject => ({ name, bytes, read });
  return [
    subject("m.npy", encodeNpy(vectors), readNpy),
    subject("t.safetensors", encodeSafetensors(sample, { a: "b" }), readSafetensors),
    subject("j.json", text('{"a":[1,{"$number":"NaN"}],"b":{"c":"d\\n","e":null},"f":[true,-0.5e-3]}'), readJson),
    subject(
      "n.ipynb",
      text(JSON.stringify(notebook)),
      (path, bytes) => parseNotebook(new TextDecoder().decode(bytes), path),
    ),
    subject("names.onnx", model, (_, bytes) => tensorNames(bytes)),
    subject(
      "insert.onnx",
      model,
      (_, bytes) => insertAfter(bytes, "y", (from, to) => ({ nodes: [{ op: "Neg", inputs: [from], outputs: [to] }] })),
    ),
    subject("i.png", Uint8Array.from(PNG.sync.write(image)), (path, bytes) => decodePng(bytes, path)),
    subject(
      "d.idx",
      Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6),
      (path, bytes) => decodeIdx(bytes, path),
    ),
    subject(
      "map.safetensors",
      await made("map", (path) => saveTranslation(path, fitIrp(x, y, { delta: 0, seed: 1 }))),
      async (path) => finite((await loadTranslation(path)).apply(x)),
    ),
    subject(
      "encode.safetensors",
      await made("relative", (path) => saveHalf(path, fitRelative(x))),
      async (path) => finite((await loadRelative(path)).apply(x)),
    ),
    subject(
      "decode.safetensors",
      await made("inverse", (path) => saveHalf(path, fitInverse(y))),
      async (path) => finite((await loadInverse(path)).weights),
    ),
    await written("v.npy", { vectors })(),
    await written("v.safetensors", { vectors })(),
    await written("v.csv", { ids, vectors })(),
    await written("plain.csv", { vectors })(),
    await written("v.tsv", { vectors })(),
    await written("v.jsonl", { ids, vectors })(),
    await written("list.jsonl", { vectors })(),
    await written("v.json", { ids, vectors })(),
    await written("v.vec", { ids: tokens, vectors })(),
    await written("v.bin", { ids: tokens, vectors })(),
    subject(
      "v.parquet",
      await made("p.parquet", (path) =>
        duck.run(
          `copy (select 'w' || i as id, [i, i / 2, -i]::float[] as v from range(40) t(i)) to '${path}' (format parquet)`,
        )),
      (path) => readVectors(path),
    ),
  ];
}

const PYTHON = "/usr/bin/python3";
/** Scripts that read every file of a list and print what is in it, or null where the independent reader refuses it. */
const JUDGES: Readonly<Record<string, string>> = {
  "m.npy":
    "import numpy as np\ndef read(p):\n  a = np.load(p); a = a.reshape(-1, 1) if a.ndim == 1 else a\n  assert a.ndim == 2 and a.dtype.kind in 'fiu'\n  return a.astype('f8').ravel().tolist()",
  "plain.csv": `import csv
def number(c):
  try: float(c); return True
  except ValueError: return False
def read(p):
  rows = [r for r in csv.reader(open(p, newline='', encoding='utf-8'), strict=True) if ''.join(r).strip()]
  named = not all(map(number, rows[0][1:] or rows[0]))
  ids = not named and not number(rows[0][0])
  return [float(c) for r in rows[named:] for c in r[ids:]]`,
  "list.jsonl":
    "import json\ndef read(p):\n  return [float(c) for l in open(p, encoding='utf-8', newline='\\n') if l.strip() for c in json.loads(l)]",
  "names.onnx":
    "import onnx\ndef read(p):\n  g = onnx.load(p).graph\n  k = [i.name for i in g.initializer]\n  return [i.name for i in g.input if i.name not in k] + [o for n in g.node for o in n.output if o]",
  "i.png": "from PIL import Image\ndef read(p):\n  return list(Image.open(p).convert('RGBA').tobytes())",
};

/** Where ours may take what the other refuses: of a model, ours reads the names alone. */
const LENIENT = ["names.onnx"];

function plain(value: unknown): unknown {
  if (value instanceof Matrix) return Array.from(value.data);
  if (Array.isArray(value)) return value;
  const { vectors, data } = value as { vectors?: Matrix; data?: ArrayLike<number> };
  return Array.from(vectors?.data ?? data!);
}

/** Where the independent reader has another value than ours; undefined where it is not there. */
async function judged(name: string, outcomes: readonly Outcome[]): Promise<readonly string[] | undefined> {
  const accepted = outcomes.filter(({ error }) => error === undefined);
  const script = `${JUDGES[name]}
import json, sys, warnings
warnings.simplefilter("ignore")
out = []
for p in sys.stdin.read().split("\\n"):
  try: out.append(read(p))
  except Exception: out.append(None)
print(json.dumps(out))`;
  const child = new Deno.Command(PYTHON, { args: ["-c", script], stdin: "piped", stdout: "piped", stderr: "piped" })
    .spawn();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(accepted.map(({ path }) => path).join("\n")));
  await input.close();
  const { success, stdout, stderr } = await child.output();
  if (!success) {
    const reason = new TextDecoder().decode(stderr);
    if (!/ModuleNotFoundError|ImportError[^]*\.so/.test(reason)) throw new Error(reason);
    return void console.error(`left out: ${reason.trim().split("\n").at(-1)}`);
  }
  const theirs = JSON.parse(
    new TextDecoder().decode(stdout).replace(/\bNaN\b/g, '"NaN"').replace(/-Infinity\b/g, '"-Infinity"').replace(
      /\bInfinity\b/g,
      '"Infinity"',
    ),
  ) as unknown[];
  return accepted.flatMap(({ path, value }, i) => {
    const wanted = theirs[i] as unknown[] | null, found = plain(value) as unknown[];
    const same = wanted !== null && wanted.length === found.length &&
      wanted.every((one, p) =>
        Object.is(typeof one === "string" && typeof found[p] === "number" ? Number(one) : one, found[p])
      );
    return same || wanted === null && LENIENT.includes(name) ? [] : [
      `${path.split("/").at(-1)}: ${wanted === null ? "refused" : wanted.slice(0, 9)} by the other, ${
        found.slice(0, 9)
      } here`,
    ];
  });
}

Deno.test("mutated files give values or sentences, quickly, in little memory, and no wrong value", () =>
  inTemp(async (folder) => {
    const all = await subjects(folder),
      share = Math.ceil(COUNT / all.length),
      python = await Deno.stat(PYTHON).catch(() => undefined);
    const report: string[] = [], accepted: Record<string, number> = {};
    for (const subject of all) {
      const { outcomes, faults } = await fuzz(subject, share, folder);
      accepted[subject.name] = outcomes.filter(({ error }) => error === undefined).length;
      report.push(...faults);
      if (python && JUDGES[subject.name]) report.push(...await judged(subject.name, outcomes) ?? []);
      assert.ok(accepted[subject.name]! < share, `${subject.name}: something is refused`);
    }
    if (COUNT > 2000) console.error(accepted);
    assert.deepEqual(report, []);
  }));

Deno.test("a reader that throws a raw error, takes a second or much memory is found out", () =>
  inTemp(async (folder) => {
    const bytes = text("a valid file"), kept: Uint8Array[] = [];
    const faultsOf = async (name: string, read: Subject["read"]): Promise<readonly string[]> =>
      (await fuzz({ name, bytes, read }, 1, folder)).faults;
    const busy = (): void => {
      for (const start = performance.now(); performance.now() - start < 1010;) Math.random();
    };
    assert.deepEqual(await faultsOf("raw", (_, found) => (found as unknown as { a: { b: 1 } }).a.b), [
      "raw 0: TypeError: Cannot read properties of undefined (reading 'b')",
    ]);
    assert.match((await faultsOf("slow", busy))[0]!, /^slow 0: \d+ ms$/);
    if (Deno.build.os === "linux") {
      const greedy = (): unknown => kept.push(new Uint8Array(100_000_000).fill(1));
      assert.match((await faultsOf("greedy", greedy))[0]!, /^greedy 0: \d+\.\d MB for \d+ bytes$/);
    }
    assert.deepEqual(await faultsOf("good", () => 1), []);
  }));
