/**
 * Files of NumPy, pandas, gensim and DuckDB are read as what they hold, and they read ours. Needs Debian's python3-numpy,
 * python3-pandas and python3-gensim; what is absent is left out with a line that says so.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import type * as DuckDb from "npm:@duckdb/node-api@1.5.6-r.1";
import { lazy } from "../lib/base/lazy.ts";
import { readVectors } from "../lib/file/vectors.ts";
import { writeVectors } from "../lib/file/writevectors.ts";
import { asDtype, Matrix } from "../lib/linalg/matrix.ts";
import { inTemp, random } from "./file_helper.ts";
import { close } from "./helpers.ts";

const PYTHON = "/usr/bin/python3";

async function python(folder: string, script: string): Promise<string | undefined> {
  const command = new Deno.Command(PYTHON, { args: ["-c", script], cwd: folder });
  const { success, stdout, stderr } = await command.output().catch(() => ({
    success: false,
    stdout: undefined,
    stderr: undefined,
  }));
  if (success) return new TextDecoder().decode(stdout);
  const reason = stderr ? new TextDecoder().decode(stderr) : "there is no Python";
  if (stderr === undefined || /ModuleNotFoundError|ImportError[^]*\.so/.test(reason)) {
    console.error(`left out: ${reason.trim().split("\n").at(-1)}`);
  } else throw new Error(reason);
  return undefined;
}

Deno.test("NumPy: every type, byte order and storage order, plain and packed, is read as NumPy has it", () =>
  inTemp(async (folder) => {
    const made = await python(
      folder,
      `
import numpy as np, json
x = (np.arange(600).reshape(30, 20) % 97 - 40) * 0.5
names = []
for t in ["f2", "f4", "f8", "i1", "u1", "i2", "i4"]:
    for e in "<>":
        for order in "CF":
            name = f"{t}{'l' if e == '<' else 'b'}{order}.npy"
            a = np.array(np.abs(x) if t == "u1" else x, dtype=e + t, order=order)
            np.save(name, a); names.append(name)
            json.dump(a.astype("f8").tolist(), open(name + ".json", "w"))
np.savez("plain.npz", a=x); np.savez_compressed("packed.npz", a=x, b=x[:3])
np.lib.format.write_array(open("v2.npy", "wb"), x, version=(2, 0))
np.lib.format.write_array(open("v3.npy", "wb"), x, version=(3, 0))
np.save("object.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
np.save("flat.npy", x.ravel()); np.savetxt("text.csv", x, delimiter=",")
np.save("struct.npy", np.zeros(3, dtype=[("a", "f4")])); np.save("complex.npy", np.zeros((2, 2), complex))
json.dump(x.tolist(), open("x.json", "w")); print(json.dumps(names))`,
    );
    if (made === undefined) return;
    const x = await readVectors(join(folder, "x.json"));
    for (const name of JSON.parse(made) as string[]) {
      const expected = await readVectors(join(folder, `${name}.json`)), found = await readVectors(join(folder, name));
      assert.deepEqual(asDtype(found.vectors, "f64"), expected.vectors, name);
    }
    for (const name of ["plain.npz", "v2.npy", "v3.npy", "text.csv"]) {
      assert.deepEqual(await readVectors(join(folder, name)), x, name);
    }
    assert.deepEqual(await readVectors(join(folder, "packed.npz"), { array: "a" }), x);
    await assert.rejects(readVectors(join(folder, "object.npy")), /they are objects \(pickle\), never loaded$/);
    await assert.rejects(readVectors(join(folder, "flat.npy")), /it is a list of 600\. Save reshape/);
    await assert.rejects(readVectors(join(folder, "struct.npy")), RangeError);
    await assert.rejects(readVectors(join(folder, "complex.npy")), /dtype must be one of .*: it is "<c16"$/);
  }));

Deno.test("NumPy reads what is written, bit by bit", () =>
  inTemp(async (folder) => {
    const m = random(9, 5, "f32", 3), ids = Array.from({ length: 9 }, (_, i) => `w${i}`);
    await writeVectors(join(folder, "a.npy"), { vectors: m });
    await writeVectors(join(folder, "a.npz"), { vectors: m });
    await writeVectors(join(folder, "a.csv"), { vectors: asDtype(m, "f64") });
    await writeVectors(join(folder, "a.vec"), { ids, vectors: m });
    await writeVectors(join(folder, "a.bin"), { ids, vectors: m });
    const same = await python(
      folder,
      `
import numpy as np
a = np.load("a.npy"); b = np.loadtxt("a.csv", delimiter=",", skiprows=1)
assert a.dtype == np.float32 and a.shape == (9, 5) and (a == b).all() and (np.load("a.npz")["vectors"] == a).all()
print(a.astype("f8").sum(0).tolist())`,
    );
    if (same === undefined) return;
    const sums = Array.from({ length: 5 }, (_, j) =>
      Array.from({ length: 9 }, (_, i) => m.at(i, j)).reduce((a, b) => a + b));
    assert.deepEqual(JSON.parse(same), sums);
    await python(
      folder,
      `
import numpy as np
from gensim.models import KeyedVectors
a = np.load("a.npy")
for name, binary in [("a.vec", False), ("a.bin", True)]:
    kv = KeyedVectors.load_word2vec_format(name, binary=binary)
    assert (kv.vectors == a).all() and kv.index_to_key == [f"w{i}" for i in range(9)]`,
    );
  }));

Deno.test("pandas and gensim: tables, lines of JSON and word vectors are read as they wrote them", () =>
  inTemp(async (folder) => {
    const expected = Matrix.from([[0.1, -2], [3, 4e-9], [5, 6]]), ids = ["sea", "land", "air"];
    const pandas = await python(
      folder,
      `
import pandas as pd
x = [[0.1, -2], [3, 4e-9], [5, 6]]
f = pd.DataFrame(x, columns=["a", "b"]); f.insert(0, "word", ["sea", "land", "air"])
f.to_csv("a.csv", index=False); f.to_csv("a.tsv", sep="\\t", index=False); f.to_csv("index.csv")
g = pd.DataFrame({"id": ["sea", "land", "air"], "embedding": x}); g.to_json("a.jsonl", orient="records", lines=True, double_precision=15)
g.to_json("a.json", orient="records", double_precision=15); g.to_csv("list.csv", index=False)`,
    );
    if (pandas !== undefined) {
      for (const name of ["a.csv", "a.tsv", "a.jsonl", "a.json", "list.csv"]) {
        const { vectors, ids: found } = await readVectors(
          join(folder, name),
          /^a\..sv$/.test(name) ? { id: "word" } : {},
        );
        assert.deepEqual([vectors, found], [expected, ids], name);
      }
    }
    const gensim = await python(
      folder,
      `
import numpy as np
from gensim.models import KeyedVectors
kv = KeyedVectors(2); kv.add_vectors(["sea", "land", "air"], np.array([[0.1, -2], [3, 4e-9], [5, 6]], "f4"))
kv.save_word2vec_format("g.vec"); kv.save_word2vec_format("g.bin", binary=True); kv.save_word2vec_format("g.txt", write_header=False)`,
    );
    if (gensim === undefined) return;
    for (const name of ["g.vec", "g.bin", "g.txt"]) {
      const { vectors, ids: found } = await readVectors(join(folder, name));
      assert.deepEqual(found, ids, name);
      assert.deepEqual(vectors, asDtype(expected, "f32"), name);
    }
  }));

Deno.test("fastText: words of a model are the means of their parts, as gensim has them", () =>
  inTemp(async (folder) => {
    const made = await python(
      folder,
      `
import json, numpy as np
from gensim.models.fasttext import FastText, save_facebook_model, load_facebook_vectors
words = [["sea", "ship", "ünïcode", "a", "汉字", "seas"]] * 30
for name, n in (("parts", 4), ("words", 0)):
    model = FastText(words, vector_size=6, min_count=1, epochs=2, bucket=500, min_n=2 if n else 3, max_n=n or 2, seed=1, workers=1)
    save_facebook_model(model, name + ".bin")
    kv = load_facebook_vectors(name + ".bin")
    json.dump({w: kv[w].astype("f8").tolist() for w in kv.index_to_key}, open(name + ".json", "w"))`,
    );
    if (made === undefined) return;
    for (const name of ["parts", "words"]) {
      const found = await readVectors(join(folder, `${name}.bin`)),
        expected = await readVectors(join(folder, `${name}.json`));
      assert.deepEqual(found.ids, expected.ids);
      close(found.vectors.data, expected.vectors.data, 1e-6, name);
    }
  }));

Deno.test("DuckDB: Parquet with lists and lists of fixed size is read, and CSV, JSON lines and Parquet of ours are", () =>
  inTemp(async (folder) => {
    const { DuckDBInstance } = await lazy<typeof DuckDb>("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const at = (name: string): string => join(folder, name);
    const query = (i: string): string => `select 'w' || i as id, [i / 4, -i, i * .5]::${i} as v from range(5000) t(i)`;
    for (
      const [name, type, options] of [
        ["list", "float[]", ""],
        ["fixed", "float[3]", ""],
        ["double", "double[]", ", row_group_size 2048"],
        ["gzip", "double[3]", ", compression gzip"],
      ] as const
    ) {
      await connection.run(`copy (${query(type)}) to '${at(`${name}.parquet`)}' (format parquet${options})`);
      const { vectors, ids } = await readVectors(at(`${name}.parquet`));
      assert.deepEqual([vectors.rows, vectors.cols, vectors.dtype], [
        5000,
        3,
        type.startsWith("float") ? "f32" : "f64",
      ]);
      for (const i of [0, 1, 2047, 2048, 4999]) {
        assert.equal(ids![i], `w${i}`);
        assert.deepEqual(Array.from(vectors.row(i)), [i / 4, -i, i * .5].map((x) => x === 0 ? 0 : x), `${name} ${i}`);
      }
    }
    await connection.run(`copy (select 1 as id, [1.0, null] as v) to '${at("null.parquet")}' (format parquet)`);
    await assert.rejects(readVectors(at("null.parquet")), /as row 0 must be a list of numbers: it is something else$/);
    await connection.run(`copy (select 1 as id, 2.0 as v) to '${at("flat.parquet")}' (format parquet)`);
    await assert.rejects(readVectors(at("flat.parquet")), /must be named by `column`: there is none$/);
    const m = random(50, 3, "f64", 5), ids = Array.from({ length: 50 }, (_, i) => `w ${i}`);
    await writeVectors(at("a.csv"), { ids, vectors: m });
    await writeVectors(at("a.jsonl"), { ids, vectors: m });
    const csv = await connection.runAndReadAll(`select id, v0::double, v1::double, v2::double from '${at("a.csv")}'`);
    const json = await connection.runAndReadAll(`select id, vector[1], vector[2], vector[3] from '${at("a.jsonl")}'`);
    const rows = Array.from({ length: 50 }, (_, i) => [ids[i], ...m.row(i)]);
    assert.deepEqual([csv.getRows(), json.getRows()], [rows, rows]);
    const wide = random(2500, 500, "f32", 6), names = Array.from({ length: 2500 }, (_, i) => `ü ${i}`); // two groups of rows
    await writeVectors(at("a.parquet"), { ids: names, vectors: wide });
    const parquet = await connection.runAndReadAll(
      `select id, len(vector), typeof(vector), vector[1], vector[500] from '${at("a.parquet")}'`,
    );
    const wanted = names.map((id, i) => [id, 500n, "FLOAT[]", wide.at(i, 0), wide.at(i, 499)]);
    assert.deepEqual(parquet.getRows(), wanted);
    assert.deepEqual((await readVectors(at("a.parquet"))).vectors, wide);
    connection.closeSync();
  }));
