/** export: a map gives the same vectors in ONNX, PostgreSQL, DuckDB and JavaScript as `apply` does. */
import assert from "node:assert/strict";
import type * as Runtime from "npm:onnxruntime-node@1.30.0";
import { saveTranslation } from "../lib/method/stored.ts";
import { lazy } from "../lib/base/lazy.ts";
import { toJson } from "../lib/file/json.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { type AffineMap, applyMap } from "../lib/linalg/affinemap.ts";
import { mapAsJs, mapAsJson } from "../lib/file/asjs.ts";
import { mapAsOnnx } from "../lib/file/asonnx.ts";
import { mapAsSql } from "../lib/file/assql.ts";
import { translation } from "../lib/method/translation.ts";
import { engineInfo } from "../lib/linalg/engine/select.ts";
import { inFolder, run } from "./cli_helper.ts";
import { close, normal } from "./helpers.ts";

const KEY = (dim: number) => ({ dim, dtype: "f64", norm: 1, anchors: { count: 9 } }) as const;
const FROM = 7, TO = 5, ROWS = 40;
const NORMS = ["none", "mean", "carry", "raw", "unit"] as const;

/** A map of unequal dimensions with an offset on both sides. */
function mapOf(kind: (typeof NORMS)[number]): AffineMap {
  const before = Float64Array.from({ length: FROM }, (_, i) => .25 * i - .5),
    after = Float64Array.from({ length: TO }, (_, j) => j / 3);
  const unit = kind === "unit", norm = kind === "unit" ? "mean" : kind;
  return { before, weights: normal(FROM, TO, "w"), after, norm, unit, sourceNorm: 2.5, targetNorm: 1.7 };
}

/** Rows, the last of them at the anchors' mean: it has no direction. */
function samples(): Matrix {
  const x = Matrix.from(normal(ROWS, FROM, "x"), "f32");
  return new Matrix(ROWS, FROM, x.data.map((v, p) => p < (ROWS - 1) * FROM ? v : mapOf("mean").before[p % FROM]!));
}

const rowsOf = (m: Matrix): number[][] => Array.from({ length: m.rows }, (_, i) => Array.from(m.row(i)));

/** The rows that have a direction; the last is compared on its own, as rounding may give it one. */
const directed = (values: ArrayLike<number>): ArrayLike<number> => Array.from(values).slice(0, (ROWS - 1) * TO);

Deno.test("an exported ONNX model of opset 17 gives what apply gives, to 1e-5, for any number of rows", async () => {
  const ort = await lazy<typeof Runtime>("onnxruntime-node"), x = samples();
  for (const norm of NORMS) {
    const session = await ort.InferenceSession.create(mapAsOnnx(mapOf(norm)));
    for (const rows of [ROWS, 1]) {
      const data = Float32Array.from(x.data.subarray(0, rows * FROM));
      const { translated } = await session.run({ vectors: new ort.Tensor("float32", data, [rows, FROM]) });
      assert.deepEqual(translated!.dims, [rows, TO]);
      const wanted = applyMap(mapOf(norm), new Matrix(rows, FROM, data)).data;
      close(translated!.data as Float32Array, wanted, 1e-5, norm);
    }
    await session.release();
  }
});

Deno.test("an exported JavaScript module gives what apply gives, and refuses part of a row", async () => {
  for (const norm of NORMS) {
    const text = mapAsJs(mapOf(norm)), module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    close(module.translate(samples().data), applyMap(mapOf(norm), samples()).data, 1e-5, norm);
    assert.deepEqual([module.FROM, module.TO], [FROM, TO]);
    assert.throws(() => module.translate([1, 2]), TypeError);
    assert.doesNotMatch(text, /\bimport\b|\brequire\b/);
  }
});

Deno.test("exported JSON has the numbers and says what to do with them", () => {
  const map = mapOf("carry"), { before, weights, meaning } = JSON.parse(toJson(mapAsJson(map)));
  assert.deepEqual([before, weights], [Array.from(map.before), rowsOf(map.weights)]);
  assert.match(meaning, /y = f \* .* sourceNorm/);
});

Deno.test("exported SQL translates in DuckDB, from Parquet to Parquet", () =>
  inFolder(async (folder) => {
    const { DuckDBInstance } = await lazy<DuckDb>("@duckdb/node-api");
    const instance = await DuckDBInstance.create(":memory:"), db = await instance.connect(), x = samples();
    const values = rowsOf(x).map((row, i) => `(${i}, [${row}]::FLOAT[${FROM}])`);
    await db.run(`COPY (SELECT * FROM (VALUES ${values}) t(id, embedding)) TO '${folder}/old.parquet'`);
    for (const norm of NORMS) {
      await db.run(mapAsSql(mapOf(norm), "duckdb"));
      await db.run(mapAsSql(mapOf(norm), "duckdb")); // again: it replaces itself
      await db.run(
        `COPY (SELECT id, anchorage_translate(embedding) AS embedding FROM '${folder}/old.parquet') TO '${folder}/new.parquet'`,
      );
      const found = await db.runAndReadAll(`SELECT embedding FROM '${folder}/new.parquet' ORDER BY id`);
      const got = found.getRowObjectsJson().flatMap(({ embedding }) => embedding);
      close(directed(got), directed(applyMap(mapOf(norm), x).data), 1e-5, norm);
      assert.ok(got.slice(-TO).every((value) => Number.isFinite(value)));
    }
    db.closeSync();
    instance.closeSync();
  }));

Deno.test("exported SQL translates in PostgreSQL with pgvector, row by row and for search", async () => {
  const [{ PGlite }, { vector }] = await Promise.all([
    lazy<Postgres>("@electric-sql/pglite"),
    lazy<{ vector: unknown }>("@electric-sql/pglite-pgvector"),
  ]);
  const db = await PGlite.create({ extensions: { vector } }), x = samples();
  await db.exec(`CREATE EXTENSION vector; CREATE TABLE items (id int, embedding vector(${FROM}))`);
  await db.exec(`INSERT INTO items VALUES ${rowsOf(x).map((row, i) => `(${i}, '[${row}]')`)}`);
  for (const norm of NORMS) {
    await db.exec(mapAsSql(mapOf(norm), "pgvector", "old_new"));
    await db.exec(mapAsSql(mapOf(norm), "pgvector", "old_new")); // again: it replaces itself
    const { rows } = await db.query("SELECT old_new_translate(embedding)::text AS e FROM items ORDER BY id");
    const got = rows.flatMap(({ e }) => JSON.parse(e) as number[]), wanted = applyMap(mapOf(norm), x);
    close(directed(got), directed(wanted.data), 1e-5, norm);
    const asked = `[${Array.from(wanted.row(3))}]`;
    const nearest = await db.query(`SELECT id FROM items ORDER BY old_new_translate(embedding) <=> '${asked}' LIMIT 1`);
    assert.deepEqual(nearest.rows, [{ id: 3 }]);
  }
  await db.close();
});

Deno.test("the command writes each kind, prints text where no file is given, and wants one kind", () =>
  inFolder(async (folder) => {
    const path = `${folder}/map.safetensors`, map = mapOf("mean");
    await saveTranslation(
      path,
      translation({
        method: "toy",
        independent: false,
        affine: map,
        source: KEY(FROM),
        target: KEY(TO),
        parameters: {},
      }, { engine: engineInfo() }),
    );
    assert.equal((await run("export", path, "--onnx", "--out", `${folder}/m.onnx`)).code, 0);
    assert.deepEqual(await Deno.readFile(`${folder}/m.onnx`), mapAsOnnx(map));
    assert.equal((await run("export", path, "--sql", "duckdb", "--name", "m")).out, mapAsSql(map, "duckdb", "m"));
    assert.deepEqual(JSON.parse((await run("export", path, "--json")).out), JSON.parse(toJson(mapAsJson(map))));
    await run("export", path, "--js", "--out", `${folder}/m.js`);
    assert.equal(await Deno.readTextFile(`${folder}/m.js`), mapAsJs(map));
    for (
      const wrong of [["--onnx", "--js"], [], ["--onnx"], ["--sql", "mysql"], ["--sql", "duckdb", "--name", "a;b"]]
    ) {
      assert.equal((await run("export", path, ...wrong)).code, 2, wrong.join(" "));
    }
  }));

/** What is used of the two databases. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{
        run(sql: string): Promise<unknown>;
        runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): { embedding: number[] }[] }>;
        closeSync(): void;
      }>;
      closeSync(): void;
    }>;
  };
}
interface Postgres {
  readonly PGlite: {
    create(options: unknown): Promise<{
      exec(sql: string): Promise<unknown>;
      query(sql: string): Promise<{ rows: { e: string }[] }>;
      close(): Promise<void>;
    }>;
  };
}
