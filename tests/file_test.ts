import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeAtomic } from "../lib/file/atomic.ts";
import { cached, sha256 } from "../lib/file/cache.ts";
import { download } from "../lib/file/download.ts";
import { canonicalJson, fromJson, readJson, toJson, writeJson } from "../lib/file/json.ts";
import { decodeNpy, encodeNpy, readNpy, writeNpy } from "../lib/file/npy.ts";
import { decodeSafetensors, encodeSafetensors, readSafetensors, writeSafetensors } from "../lib/file/safetensors.ts";
import { matrixOf, tensorOf, type Tensors } from "../lib/file/tensor.ts";
import { type Dtype, floats, Matrix } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";

const text = (s: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(s);
const latin = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(s, (c) => c.charCodeAt(0));

function random(rows: number, cols: number, dtype: Dtype, seed: number): Matrix {
  const draw = rng(seed);
  return new Matrix(rows, cols, floats(rows * cols, dtype).map(() => draw.normal()));
}

async function inTemp(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string): string[] => [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();

Deno.test("writeAtomic makes folders, replaces a file and leaves no temporary file", () =>
  inTemp(async (folder) => {
    const path = join(folder, "a", "b.txt");
    await writeAtomic(path, "old");
    await writeAtomic(path, text("new"));
    assert.equal(await Deno.readTextFile(path), "new");
    assert.deepEqual(names(join(folder, "a")), ["b.txt"]);
    // The target is a folder that is not empty: the rename fails, the folder stays, nothing else appears.
    await assert.rejects(writeAtomic(join(folder, "a"), "x"));
    assert.deepEqual(names(folder), ["a"]);
  }));

Deno.test("npy: a matrix survives the round trip, in bytes and through a file", () =>
  inTemp(async (folder) => {
    for (const dtype of ["f64", "f32"] as const) {
      for (const [rows, cols] of [[0, 3], [1, 1], [5, 7], [100, 31]] as const) {
        const m = random(rows, cols, dtype, rows);
        assert.deepEqual(decodeNpy(encodeNpy(m)), m);
      }
    }
    const m = random(4, 3, "f32", 2);
    await writeNpy(join(folder, "x", "m.npy"), m);
    assert.deepEqual(await readNpy(join(folder, "x", "m.npy")), m);
  }));

function npy(dict: string, data: Uint8Array): Uint8Array {
  return new Uint8Array([...latin("\x93NUMPY\x01\x00"), dict.length, 0, ...latin(dict), ...data]);
}

Deno.test("npy: the bytes are those of NumPy", () => {
  // numpy.save of numpy.array([[1, 2]], '<f4'), with NumPy 2.
  const dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
  const expected = npy(dict.padEnd(117) + "\n", new Uint8Array(new Float32Array([1, 2]).buffer));
  const found = encodeNpy(new Matrix(1, 2, new Float32Array([1, 2])));
  assert.equal(found.length % 64, 8);
  assert.deepEqual(decodeNpy(expected), decodeNpy(found));
  assert.deepEqual(new Uint8Array(found), new Uint8Array(expected));
});

Deno.test("npy: a list of n values is n × 1, and version 2 headers are read", () => {
  const data = new Uint8Array(new Float64Array([3, 4]).buffer);
  const dict = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n";
  assert.deepEqual(decodeNpy(npy(dict, data)), new Matrix(2, 1, new Float64Array([3, 4])));
  const wide = new Uint8Array([...latin("\x93NUMPY\x02\x00"), dict.length, 0, 0, 0, ...latin(dict), ...data]);
  assert.deepEqual(decodeNpy(wide), new Matrix(2, 1, new Float64Array([3, 4])));
});

Deno.test("npy: what cannot be read gets one sentence", () => {
  const header = (descr: string, order: string, axes: string): Uint8Array =>
    npy(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${axes}), }\n`, new Uint8Array(16));
  const cases: [Uint8Array, string, string][] = [
    [header("<i8", "False", "2,"), "TypeError", 'Cannot read x as its dtype must be "<f4" or "<f8": it is "<i8"'],
    [header("<f8", "True", "2, 1"), "TypeError", "Cannot read x as it must be in C order: it is in Fortran order"],
    [
      header("<f8", "False", "2, 1, 1"),
      "TypeError",
      "Cannot read x as it must have 1 or 2 axes: its shape is (2, 1, 1)",
    ],
    [header("<f8", "False", ""), "TypeError", "Cannot read x as it must have 1 or 2 axes: its shape is ()"],
    [header("<f8", "False", "3, 1"), "RangeError", "Cannot read x as 3 × 1 entries must be 24 bytes: it has 16"],
    [text("not a .npy file"), "RangeError", "Cannot read x as it must start with the .npy signature"],
    [
      header("<f8", "False", "2,").slice(0, 40),
      "RangeError",
      "Cannot read x as its .npy header is truncated or names no dtype, order and shape",
    ],
  ];
  for (const [bytes, name, message] of cases) assert.throws(() => decodeNpy(bytes, "x"), { name, message });
});

const sample: Tensors = {
  weights: { dtype: "F32", shape: [2, 3], data: new Float32Array([1, -2, 3.5, NaN, Infinity, 1e-30]) },
  exact: { dtype: "F64", shape: [2], data: new Float64Array([Math.PI, -0]) },
  half: { dtype: "F16", shape: [4], data: new Float32Array([1, 0.5, -65504, 2 ** -24]) },
  rows: { dtype: "I32", shape: [3], data: new Int32Array([-1, 0, 7]) },
  mask: { dtype: "U8", shape: [1, 1, 3], data: new Uint8Array([0, 1, 255]) },
  none: { dtype: "F32", shape: [0, 5], data: new Float32Array(0) },
};

Deno.test("safetensors: tensors and metadata survive the round trip, in bytes and through a file", () =>
  inTemp(async (folder) => {
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(sample, { seed: "7" }));
    assert.deepEqual({ ...tensors }, sample);
    assert.deepEqual({ ...metadata }, { seed: "7" });
    const path = join(folder, "x.safetensors");
    await writeSafetensors(path, sample);
    assert.deepEqual({ ...(await readSafetensors(path)).tensors }, sample);
  }));

Deno.test("safetensors: the order of tensors does not change the bytes, their values do", () => {
  const reversed = Object.fromEntries(Object.entries(sample).reverse());
  assert.deepEqual(encodeSafetensors(reversed), encodeSafetensors(sample));
  const other = { ...sample, rows: { ...sample["rows"]!, data: new Int32Array([-1, 0, 8]) } } as Tensors;
  assert.notDeepEqual(encodeSafetensors(other), encodeSafetensors(sample));
});

Deno.test("safetensors: F16 rounds to the nearest, ties to even", () => {
  const data = new Float32Array([1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20, 65520, 2 ** -25, 0.1]);
  const { x } = decodeSafetensors(encodeSafetensors({ x: { dtype: "F16", shape: [6], data } })).tensors;
  assert.deepEqual(Array.from(x!.data), [1, 1 + 2 ** -9, 1 + 2 ** -10, Infinity, 0, 0.0999755859375]);
});

Deno.test("safetensors: a matrix goes in and comes back, a tensor of another kind does not", () => {
  for (const dtype of ["f64", "f32"] as const) {
    const m = random(3, 2, dtype, 1);
    assert.deepEqual(matrixOf({ m: tensorOf(m) }, "m"), m);
  }
  assert.equal(tensorOf(random(3, 2, "f64", 1), { half: true }).dtype, "F16");
  assert.throws(() => matrixOf(sample, "rows"), {
    name: "TypeError",
    message: 'Cannot read matrix "rows" as it must be floats with 2 axes: it is I32 [3]',
  });
  assert.throws(() => matrixOf({ a: sample["rows"]! }, "b"), {
    name: "TypeError",
    message: 'Cannot read matrix "b" as it must be one of the tensors: they are a',
  });
});

function raw(header: unknown, data: number): Uint8Array {
  const json = text(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

Deno.test("safetensors: what cannot be read gets one sentence", () => {
  const u8 = (begin: number, end: number): unknown => ({
    dtype: "U8",
    shape: [end - begin],
    data_offsets: [begin, end],
  });
  const long = raw({}, 0);
  long[0] = 200;
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(3), "it must have at least 8 bytes: it has 3"],
    [long, "its header must be at most 2 bytes: it says 200"],
    [raw("nonsense", 0), "its header must be a JSON object"],
    [raw({ a: u8(0, 4), b: u8(2, 6) }, 6), 'tensor "b" must begin at byte 4 of the data: it begins at 2'],
    [raw({ a: u8(0, 2), b: u8(4, 6) }, 6), 'tensor "b" must begin at byte 2 of the data: it begins at 4'],
    [raw({ a: u8(0, 9) }, 5), "its tensors must be 9 bytes: it has 5"],
    [raw({ a: u8(0, 3) }, 5), "its tensors must be 3 bytes: it has 5"],
    [raw({ a: { dtype: "F32", shape: [2], data_offsets: [0, 4] } }, 4), 'tensor "a" must be 8 bytes: it is 4'],
    [
      raw({ a: { dtype: "F32", shape: [-1], data_offsets: [0, 4] } }, 4),
      'tensor "a" must have a shape and two offsets',
    ],
    [raw({ a: 3 }, 0), 'tensor "a" must have a shape and two offsets'],
    [raw({ __metadata__: { a: 1 } }, 0), "its metadata must be texts by key"],
  ];
  for (const [bytes, reason] of cases) {
    assert.throws(() => decodeSafetensors(bytes, "x"), { name: "RangeError", message: `Cannot read x as ${reason}` });
  }
  assert.throws(() => decodeSafetensors(raw({ a: { dtype: "BF16", shape: [1], data_offsets: [0, 2] } }, 2), "x"), {
    name: "TypeError",
    message: 'Cannot read x as the dtype of "a" must be one of F64, F32, I32, F16, U8: it is BF16',
  });
});

Deno.test("safetensors: data that does not fit its shape or type is not written", () => {
  const short: Tensors = { a: { dtype: "F64", shape: [2, 2], data: new Float64Array(3) } };
  assert.throws(() => encodeSafetensors(short), {
    name: "TypeError",
    message: 'Cannot write tensor "a" as F64 [2,2] must be Float64Array of 4: it is Float64Array of 3',
  });
});

Deno.test("json: every number survives the round trip", () =>
  inTemp(async (folder) => {
    const value = { a: [1, NaN, -Infinity, { b: Infinity }], text: "NaN", nothing: null };
    assert.deepEqual(fromJson(toJson(value)), value);
    assert.deepEqual(fromJson(toJson(new Float64Array([1, NaN]))), [1, NaN]);
    assert.equal(toJson([Infinity], 0), '[{"$number":"Infinity"}]');
    await writeJson(join(folder, "r", "a.json"), value);
    assert.deepEqual(await readJson(join(folder, "r", "a.json")), value);
  }));

Deno.test("json: the mark of a number is not mistaken for data", async () => {
  assert.throws(() => toJson({ $number: "NaN" }), {
    name: "TypeError",
    message: 'Cannot write JSON as no object may have the key "$number": it marks NaN and the infinities',
  });
  assert.throws(() => fromJson('{"$number":"seven"}'), {
    name: "RangeError",
    message: 'Cannot read JSON as "$number" must be "NaN", "Infinity" or "-Infinity": it is seven',
  });
  await inTemp(async (folder) => {
    const path = join(folder, "bad.json");
    await Deno.writeTextFile(path, "{");
    await assert.rejects(readJson(path), {
      name: "SyntaxError",
      message: /^Cannot read .*bad\.json as it must be JSON: /,
    });
  });
});

Deno.test("json: canonical text ignores the order of keys and nothing else", () => {
  assert.equal(canonicalJson({ b: [1, NaN], a: { d: 1, c: 2 } }), canonicalJson({ a: { c: 2, d: 1 }, b: [1, NaN] }));
  assert.notEqual(canonicalJson({ a: [1, 2] }), canonicalJson({ a: [2, 1] }));
  assert.notEqual(canonicalJson({ a: NaN }), canonicalJson({ a: null }));
});

async function withCache(run: (folder: string) => Promise<void>): Promise<void> {
  const before = Deno.env.get("ANCHORAGE_CACHE");
  await inTemp(async (folder) => {
    Deno.env.set("ANCHORAGE_CACHE", join(folder, "cache"));
    try {
      await run(join(folder, "cache"));
    } finally {
      if (before === undefined) Deno.env.delete("ANCHORAGE_CACHE");
      else Deno.env.set("ANCHORAGE_CACHE", before);
    }
  });
}

function counted(tensors: Tensors): { make: () => Promise<Tensors>; calls: () => number } {
  let calls = 0;
  return { make: () => (calls++, Promise.resolve(tensors)), calls: () => calls };
}

Deno.test("cache: a key is computed once, another key again", () =>
  withCache(async () => {
    const { make, calls } = counted(sample);
    const first = await cached({ data: "x", seed: 1 }, make);
    const second = await cached({ seed: 1, data: "x" }, make);
    assert.deepEqual(second, first);
    assert.deepEqual({ ...second }, sample);
    assert.equal(calls(), 1);
    await cached({ data: "x", seed: 2 }, make);
    assert.equal(calls(), 2);
  }));

Deno.test("cache: a truncated, changed or foreign file is made again", () =>
  withCache(async (folder) => {
    const { make, calls } = counted(sample);
    await cached({ a: 1 }, make);
    const path = join(folder, names(folder)[0]!);
    const good = await Deno.readFile(path);
    const flipped = good.slice();
    flipped[good.length - 1]! ^= 1;
    await cached({ a: 2 }, make);
    const foreign = await Deno.readFile(join(folder, names(folder).find((n) => !path.endsWith(n))!));
    const bad = [good.slice(0, 100), new Uint8Array(0), flipped, foreign, text("something else entirely")];
    for (const [i, bytes] of bad.entries()) {
      await Deno.writeFile(path, bytes);
      assert.deepEqual({ ...(await cached({ a: 1 }, make)) }, sample);
      assert.equal(calls(), 3 + i);
      assert.deepEqual(await Deno.readFile(path), good);
    }
  }));

Deno.test("cache: a folder that cannot be written is named, before any work", () =>
  withCache(async (folder) => {
    await Deno.writeTextFile(folder, "a file where the folder should be");
    const { make, calls } = counted(sample);
    await assert.rejects(cached({ a: 1 }, make), (error: Error) => {
      assert.match(
        error.message,
        /^Cannot (read|write) the cache in .*cache, the folder that ANCHORAGE_CACHE may name: /,
      );
      return true;
    });
    assert.equal(calls(), 0);
  }));

async function withServer(run: (url: string, folder: string) => Promise<void>): Promise<void> {
  const payload = text("payload ".repeat(10_000));
  const packed = Uint8Array.from(gzipSync(payload));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/plain") return new Response(payload);
    if (pathname === "/packed") return new Response(packed);
    if (pathname === "/broken") return new Response(packed.subarray(0, 60));
    return new Response("no", { status: 404 });
  });
  try {
    await inTemp((folder) => run(`http://127.0.0.1:${server.addr.port}`, folder));
  } finally {
    await server.shutdown();
  }
}

Deno.test("download: keeps what has the right checksum, and does not fetch it twice", () =>
  withServer(async (url, folder) => {
    const expected = await sha256(text("payload ".repeat(10_000)));
    const path = join(folder, "new", "plain");
    const seen: number[] = [];
    const onProgress = (bytes: number): number => seen.push(bytes);
    assert.equal(await download(`${url}/plain`, { sha256: expected, path, onProgress }), path);
    assert.equal(seen.at(-1), 80_000);
    assert.equal(await download(`${url}/gone`, { sha256: expected, path }), path);
    const packed = join(folder, "packed");
    await download(`${url}/packed`, { sha256: expected, path: packed, gzip: true });
    assert.deepEqual(await Deno.readFile(packed), await Deno.readFile(path));
    const copy = join(folder, "copy");
    await download(new URL(`file://${path}`), { sha256: expected, path: copy });
    assert.deepEqual(names(folder), ["copy", "new", "packed"]);
  }));

Deno.test("download: a wrong checksum, a broken transfer or a refusal leaves nothing behind", () =>
  withServer(async (url, folder) => {
    const path = join(folder, "x");
    const expected = "0".repeat(64);
    const found = await sha256(text("payload ".repeat(10_000)));
    await assert.rejects(download(`${url}/plain`, { sha256: expected, path }), {
      message: `Cannot download ${url}/plain as its SHA-256 must be ${expected}: it is ${found}`,
    });
    await assert.rejects(download(`${url}/broken`, { sha256: found, path, gzip: true }), {
      message: /^Cannot download .*\/broken as the transfer is broken: /,
    });
    await assert.rejects(download(`${url}/gone`, { sha256: found, path }), {
      message: `Cannot download ${url}/gone as the answer must be 200: it is 404`,
    });
    await assert.rejects(download("file:///no/such/file", { sha256: found, path }), {
      message: /^Cannot download file:\/\/\/no\/such\/file as it cannot be reached: /,
    });
    assert.deepEqual(names(folder), []);
  }));
