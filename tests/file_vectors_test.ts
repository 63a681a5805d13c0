/** Vectors in every form: read, written, and what is refused. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { concat, crc32 } from "../lib/base/bytes.ts";
import { encodeNpy } from "../lib/file/npy.ts";
import { writeSafetensors } from "../lib/file/safetensors.ts";
import type { Widen } from "../lib/file/widen.ts";
import type { ReadOptions } from "../lib/file/vectorrows.ts";
import { readVectors, vectorBlocks } from "../lib/file/vectors.ts";
import { writeVectors } from "../lib/file/writevectors.ts";
import { asDtype, Matrix } from "../lib/linalg/matrix.ts";
import { height, inTemp, random, text } from "./file_helper.ts";

const ids = ["sea", "a b", 'say "x", then', "ünï"];
const rows = new Matrix(4, 3, Float64Array.of(1, -0, 0.1, 1e-300, 2 / 3, 5, 1e22, 7, -8, 9, 10, 11));

/** A zip archive of such members, stored or deflated. */
export function zip(members: Readonly<Record<string, Uint8Array>>, method: 0 | 8 = 0): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [], directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(members)) {
    const packed = method === 0 ? bytes : new Uint8Array(deflateRawSync(bytes)), label = text(name);
    const local = new DataView(new ArrayBuffer(30)), entry = new DataView(new ArrayBuffer(46));
    local.setUint32(0, 0x04034b50, true);
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(10, method, true);
    entry.setUint32(16, crc32(bytes), true);
    entry.setUint32(20, packed.length, true);
    entry.setUint32(24, bytes.length, true);
    entry.setUint32(42, offset, true);
    for (const [view, at] of [[local, 26], [entry, 28]] as const) view.setUint16(at, label.length, true);
    parts.push(new Uint8Array(local.buffer), label, packed);
    directory.push(new Uint8Array(entry.buffer), label);
    offset += 30 + label.length + packed.length;
  }
  const end = new DataView(new ArrayBuffer(22)), list = concat(directory), count = Object.keys(members).length;
  end.setUint32(0, 0x06054b50, true);
  for (const at of [8, 10]) end.setUint16(at, count, true);
  end.setUint32(12, list.length, true);
  end.setUint32(16, offset, true);
  return concat([...parts, list, new Uint8Array(end.buffer)]);
}

Deno.test("vectors and ids survive the way to a file and back, bit by bit, in every form that is written", () =>
  inTemp(async (folder) => {
    for (const form of ["jsonl", "json", "csv", "tsv", "parquet"]) {
      const path = join(folder, `a.${form}`);
      await writeVectors(path, { ids, vectors: rows });
      assert.deepEqual(await readVectors(path), { ids, vectors: rows, skipped: 0, repeated: 0 }, form);
      await writeVectors(path, { vectors: rows });
      assert.deepEqual(await readVectors(path), { vectors: rows, skipped: 0, repeated: 0 }, form);
    }
    for (const form of ["npy", "npz", "safetensors", "parquet"]) {
      for (const m of [rows, random(3, 2, "f32", 1)]) {
        await writeVectors(join(folder, `a.${form}`), { vectors: m });
        assert.deepEqual((await readVectors(join(folder, `a.${form}`))).vectors, m);
      }
    }
    const words = { ids: ["sea", "ünï", "2.5", "[x"], vectors: random(4, 3, "f32", 2) };
    const spaced = { ...words, ids: ["é 0", "a b", "x 1 -2e3 nan", "1 2"] };
    await writeVectors(join(folder, "b.vec"), spaced);
    assert.deepEqual(await readVectors(join(folder, "b.vec")), { ...spaced, skipped: 0, repeated: 0 });
    for (const form of ["vec", "txt", "bin"]) {
      await writeVectors(join(folder, `a.${form}`), words);
      assert.deepEqual(await readVectors(join(folder, `a.${form}`)), { ...words, skipped: 0, repeated: 0 }, form);
    }
  }));

Deno.test("what a form cannot hold is not written", () =>
  inTemp(async (folder) => {
    const cases: [string, Parameters<typeof writeVectors>[1], RegExp][] = [
      ["a.npy", { ids, vectors: rows }, /as \.npy has no place for ids: leave them out, or write \.jsonl$/],
      ["a.vec", { vectors: rows }, /as every row must have an id in \.vec: there are none$/],
      ["a.vec", { ids: ["a ", "b", "c", "d"], vectors: rows }, /Cannot write "a " as a token/],
      ["a.bin", { ids, vectors: rows }, /Cannot write "a b" as a token/],
      ["a.xyz", { vectors: rows }, /as its name must end in one of \.npy, \.jsonl, .*\.parquet: it does not$/],
      ["a.csv", { ids: ["a"], vectors: rows }, /the ids must have 4 entries: it has 1$/],
      ["a.npy", { vectors: new Matrix(1, 1, Float64Array.of(NaN)) }, /must be finite: row 0, column 0 is NaN$/],
    ];
    for (const [name, all, message] of cases) await assert.rejects(writeVectors(join(folder, name), all), { message });
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));

Deno.test("vectors as other tools write them", () =>
  inTemp(async (folder) => {
    const m = Matrix.from([[1, 2], [3, 4]]), wanted = { vectors: m, skipped: 0, repeated: 0 };
    const named = { ids: ["a", "b c"], ...wanted }, f32 = { ...named, vectors: asDtype(m, "f32") };
    const cases: [string, string | Uint8Array, unknown, ReadOptions?][] = [
      ["list.jsonl", "[1,2]\n\n[3, 4]", wanted],
      ["named.jsonl", '{"id":"a","v":[1,2],"n":7}\n{"v":[3,4],"id":"b c"}\n', named],
      ["key.jsonl", '{"k":"a","v":[1,2],"w":[0]}\n{"k":"b c","v":[3,4],"w":[0]}\n', named, { id: "k", column: "v" }],
      ["numbers.ndjson", '{"id":1,"v":[1,2]}\n{"id":-2,"v":"[3,4]"}\n', { ...wanted, ids: ["1", "-2"] }],
      ["object.json", '{"a":[1,2],"b c":[3,4]}', named],
      ["bare.csv", "1,2\n3,4\n", wanted],
      ["bare.tsv", "1\t2\r\n3\t4\r\n", wanted],
      ["head.csv", "x,y\n1,2\n3,4\n", wanted],
      ["ids.csv", "id,x,y\na,1,2\nb c,3,4\n", named],
      ["none.csv", "a,1,2\nb c,3,4\n", named],
      ["pandas.csv", "0,1\n1,2\n3,4\n", wanted, { header: true }],
      ["zero.csv", "0,1\n3,4\n", { ...wanted, vectors: Matrix.from([[0, 1], [3, 4]]) }, { header: false }],
      ["index.csv", ",0,1\na,1,2\nb c,3,4\n", named],
      ["year.csv", "id,2020,rest\na,1,2\nb c,3,4\n", named, { header: true }],
      ["numbered.csv", "id,0,1\na,1,2\nb c,3,4\n", named],
      ["first.csv", "7,1,2\n8,3,4\n", { ...wanted, ids: ["7", "8"] }, { id: "0" }],
      ["last.csv", "x,y,word\n1,2,a\n3,4,b c\n", named, { id: "word" }],
      ["pg.csv", 'id,embedding\na,"[1,2]"\nb c,"[3, 4]"\n', named],
      ["pg.tsv", "a\t[1,2]\nb c\t[3,4]\n", named],
      ["pg.txt", "[1,2]\n[3,4]\n", wanted],
      ["two.csv", 'e,f,id\n"[1,2]","[0]",a\n"[3,4]","[0]",b c\n', named, { column: "e", id: "id" }],
      ["lines.csv", '"a\nb",1,2\n"c ""d""",3,4', { ...wanted, ids: ["a\nb", 'c "d"'] }],
      ["head.vec", "2 2\na 1 2\nb c 3 4\n", f32],
      ["glove.txt", "a 1 2\nb c 3 4\n", f32],
      ["space.vec", "2 2\na 1 2 \nb c 3 4 \n", f32],
      ["in.npz", zip({ "x.npy": encodeNpy(m) }), wanted],
      ["packed.npz", zip({ "x.npy": encodeNpy(m), "y.npy": encodeNpy(rows) }, 8), wanted, { array: "x" }],
    ];
    for (const [name, content, expected, options] of cases) {
      const path = join(folder, name);
      await Deno.writeFile(path, typeof content === "string" ? text(content) : content);
      assert.deepEqual(await readVectors(path, options), expected, name);
    }
    await writeSafetensors(join(folder, "t.safetensors"), {
      a: { dtype: "BF16", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      bias: { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) },
    });
    assert.deepEqual((await readVectors(join(folder, "t.safetensors"))).vectors, f32.vectors);
  }));

Deno.test("quantised vectors are widened by a named rule", () =>
  inTemp(async (folder) => {
    const path = join(folder, "q.safetensors"),
      read = async (widen: Widen) => Array.from((await readVectors(path, { widen })).vectors.data);
    await writeSafetensors(path, { q: { dtype: "U8", shape: [1, 2], data: Uint8Array.of(0b10100001, 255) } });
    const bits = [1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    assert.deepEqual(await read("bits"), bits);
    assert.deepEqual(await read("signs"), bits.map((bit) => 2 * bit - 1));
    assert.deepEqual(await read({ scale: 2, offset: [1, -1] }), [323, 509]);
    await assert.rejects(read({ scale: [1, 2, 3] }), /one finite scale and offset, or 2: there are 3$/);
    // A byte with a sign is 128 less, as sentence-transformers has it.
    await writeSafetensors(path, { q: { dtype: "I8", shape: [1, 2], data: Int8Array.of(0b10100001 - 128, 127) } });
    assert.deepEqual(await read("bits"), bits);
    assert.deepEqual(await read({ scale: 1 }), [33, 127]);
    await writeSafetensors(path, { q: { dtype: "F32", shape: [1, 1], data: Float32Array.of(0.5) } });
    await assert.rejects(read("bits"), { name: "TypeError", message: /every entry must be a byte: one is 0\.5$/ });
  }));

Deno.test("several files are one, in the order of their numbers, with ids from a file", () =>
  inTemp(async (folder) => {
    for (const [i, name] of ["p-1.npy", "p-2.npy", "p-10.npy"].entries()) {
      await writeVectors(join(folder, name), { vectors: new Matrix(2, 1, Float32Array.of(i, i + 0.5)) });
    }
    await Deno.writeTextFile(join(folder, "ids.txt"), "a\nb\nc\nd\ne\nf\n");
    const glob = join(folder, "p-*.npy"), all = await readVectors(glob, { ids: join(folder, "ids.txt") });
    assert.deepEqual([Array.from(all.vectors.data), all.ids], [[0, 0.5, 1, 1.5, 2, 2.5], [
      "a",
      "b",
      "c",
      "d",
      "e",
      "f",
    ]]);
    for (const [content, what] of [["a\nb\n", "fewer"], ["a\n".repeat(7), "more"]] as const) {
      await Deno.writeTextFile(join(folder, "ids.txt"), content);
      await assert.rejects(readVectors(glob, { ids: join(folder, "ids.txt") }), new RegExp(`it has ${what}$`));
    }
    await writeVectors(join(folder, "p-3.npy"), { vectors: new Matrix(1, 2, Float32Array.of(1, 2)) });
    await assert.rejects(readVectors(glob), /p-3\.npy as its columns must be as those of .*p-1\.npy, 1: 2$/);
    await writeVectors(join(folder, "p-3.npy"), { vectors: new Matrix(1, 1, Float64Array.of(1)) });
    await assert.rejects(readVectors(glob), /p-3\.npy as its precision must be as those of .*p-1\.npy, f32: f64$/);
    assert.equal((await readVectors(glob, { dtype: "f32" })).vectors.rows, 7);
    await assert.rejects(readVectors(join(folder, "q-*.npy")), /some file must have such a name: none has$/);
  }));

Deno.test("rows that are not finite are refused or dropped and counted; an id has one vector", () =>
  inTemp(async (folder) => {
    const path = join(folder, "a.jsonl");
    await Deno.writeTextFile(path, '{"id":"a","v":[1,2]}\n{"id":"b","v":[1,null]}\n{"id":"a","v":[1,2]}\n');
    await assert.rejects(readVectors(path), {
      name: "RangeError",
      message:
        `Cannot read ${path} as every entry must be finite: row 1 ("b"), column 1 is NaN; \`skipBad\` drops such rows`,
    });
    assert.deepEqual(await readVectors(path, { skipBad: true }), {
      ids: ["a"],
      vectors: Matrix.from([[1, 2]]),
      skipped: 1,
      repeated: 1,
    });
    await Deno.writeTextFile(path, '{"id":"a","v":[1,2]}\n{"id":"a","v":[1,3]}\n');
    await assert.rejects(readVectors(path), /as an id must have one vector: "a" has two \(row 1\)$/);
  }));

Deno.test("blocks are the rows in order, more than one, and do not grow", () =>
  inTemp(async (folder) => {
    const m = random(30_000, 100, "f32", 7), path = join(folder, "a.csv");
    await writeVectors(path, { vectors: m });
    let row = 0, largest = 0;
    for await (const { vectors } of vectorBlocks(path)) {
      assert.deepEqual(vectors.data, Float64Array.from(m.data.subarray(row * 100, (row + vectors.rows) * 100)));
      [row, largest] = [row + vectors.rows, Math.max(largest, vectors.rows)];
    }
    assert.equal(row, 30_000);
    assert.ok(largest < 20_000);
  }));

const MIXED = "its first line may be names of columns or a row (it has numbers and other texts, or 0, 1, …): " +
  "`header` must say which";

Deno.test("what cannot be read gets one sentence that names the file", () =>
  inTemp(async (folder) => {
    const damaged = zip({ "x.npy": encodeNpy(rows) });
    damaged[60] = damaged[60]! ^ 1;
    const cases: [string, string | Uint8Array, string, ReadOptions?][] = [
      [
        "a.xyz",
        "",
        "its name must end in one of .npy, .npz, .safetensors, .parquet, .jsonl, .ndjson, .json, .csv, .tsv, .txt, .vec, .bin: it does not",
      ],
      ["a.npy", encodeNpy(rows).subarray(0, -1), "4 × 3 entries must be 96 bytes: it has 95"],
      ["a.npz", "hello", "it must be a zip archive: it has no directory"],
      [
        "a.npz",
        zip({ "x.npy": encodeNpy(rows), "y.npy": encodeNpy(rows) }),
        'its array must be named by `array`: there is "x", "y"',
      ],
      ["a.npz", zip({ "x.npy": encodeNpy(rows) }), '"z" must be in it: there is "x"', { array: "z" }],
      ["a.npz", damaged, '"x.npy" must have the checksum of its directory: it has not'],
      ["a.csv", "", "it must have rows: it has none"],
      ["a.csv", "1,2\n3\n", "every line must have 2 cells: line 2 has 1"],
      ["a.csv", "1,2\n3,x\n", 'line 2 must have numbers: it has "x"'],
      ["a.csv", "1,2\n3,0x5\n", 'line 2 must have numbers: it has "0x5"'],
      ["a.csv", "v,w\n1x,2\n3,4\n", 'line 2 must have numbers: it has "1x"'],
      [
        "a.csv",
        "1x,2\n3,4\n",
        'its first column must be ids or numbers, or `id` say which ("0" is the first): line 2 has "3"',
      ],
      ["a.csv", "1,2\n3,\n", 'line 2 must have numbers: it has ""'],
      ["a.csv", "a,b\n1,2\n", 'column "c" must be one of its columns: there is "a", "b"', { id: "c" }],
      ["a.csv", 'a,"b\n1,2\n', "every quote must be closed: that of line 1 is not"],
      ["a.csv", 'a,1,2\n"b"c,1,2\n', "a quote must end its cell: line 2 goes on"],
      ["a.tsv", "a\t[1,2]\nb\t[3]\n", "every row must have 2 entries: line 2 has 1"],
      ["a.csv", Uint8Array.of(49, 44, 255), "it must be text in UTF-8: it is not"],
      ["a.jsonl", "[1,2]\n[3]\n", "every row must have 2 entries: line 2 has 1"],
      ["a.jsonl", "[1,true]\n", 'line 1 must have numbers: it has "true"'],
      ["a.jsonl", '{"a":[1],"b":[2]}', "the column of line 1 must be named by `column`: it has 2 lists of numbers"],
      [
        "a.jsonl",
        '{"id":9007199254740993,"v":[1]}',
        'the id of line 1 must be a text, or an integer within 2⁵³: it is "9007199254740992"',
      ],
      ["a.jsonl", '{"id":"a","v":[1]}\n[2]', "every row must have an id, or none: line 2 differs"],
      ["a.csv", "0,1\n3,4\n", MIXED],
      ["a.jsonl", '{"id":1,"v":[1]}\n{"id":2,"w":[1]}', 'line 2 must have the column "v": it has "id","w"'],
      ["a.json", "[]", "it must have rows: it has none"],
      ["a.vec", "2 2\na 1 2\n", "it must have the 2 rows of its first line: it has 1"],
      [
        "a.vec",
        "2 2\na 1 2 3\nb 1 2\n",
        'every row must have 2 entries: line 2 has more (two spaces after "a 1" would say that it is the token)',
      ],
      ["a.vec", "1 2\na   1 2\n", "a token must neither start nor end with a space: that of line 2 does"],
      ["a.csv", "1,abc\n2,3\n", MIXED],
      ["a.csv", "sea,1,\nship,2,3\n", MIXED],
      ["a.csv", "word,0,1\nsea,2,3\n", MIXED],
      ["a.vec", "1 2\n1 2\n", 'every row must have a token and 2 entries: line 2 has "1 2"'],
      ["a.bin", "2 2\na 1234", "2 × 2 entries must be in it: it has 10 bytes"],
      ["a.bin", Uint8Array.of(0xba, 0x16, 0x4f, 0x2f, 11, 0, 0, 0), "its version must be 12: it is 11"],
      ["a.bin", Uint8Array.of(0xba, 0x16, 0x4f, 0x2f, 12, 0), "it must be whole: it is truncated"],
    ];
    for (const [name, content, reason, options] of cases) {
      const path = join(folder, name);
      await Deno.writeFile(path, typeof content === "string" ? text(content) : content);
      await assert.rejects(readVectors(path, options), { message: `Cannot read ${path} as ${reason}` });
    }
    const flat = join(folder, "flat.npy"), head = "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }\n";
    await Deno.writeFile(
      flat,
      Uint8Array.from(`\x93NUMPY\x01\x00${String.fromCharCode(head.length)}\x00${head}`, (c) => c.charCodeAt(0)),
    );
    await assert.rejects(readVectors(flat), {
      name: "TypeError",
      message: /it is a list of 0\. Save reshape\(-1, 1\)/,
    });
  }));

Deno.test("a list of many tiny rows takes little more memory than its file; what is no list is refused as ever", () =>
  inTemp(async (folder) => {
    const path = join(folder, "tiny.json"),
      write = (content: string): Promise<void> => Deno.writeTextFile(path, content);
    await write(`[${"[],".repeat(1e6)}[]]`);
    const megabytes = await height(() =>
      assert.rejects(readVectors(path), { message: /must have entries: row 0 has none/ })
    );
    assert.ok(megabytes < 4 * 3 + 8, `${megabytes} MB for 3`);
    await write(` [ {"id":"a]","v":[1, 2]} ,{"v":[3,4],"id":"b,\\""}]\n `);
    assert.deepEqual((await readVectors(path)).ids, ["a]", 'b,"']);
    for (
      const wrong of ["[[1],]", "[[1]", "[[1]]]", "[[1]}", "[[1]] x", "[,[1]]", "[[1}]", '["', "[[1] [2]]", "[[1],[2"]
    ) {
      await write(wrong);
      await assert.rejects(readVectors(path), { message: /^Cannot read .* as / }, wrong);
    }
  }));
