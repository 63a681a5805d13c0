/** Published files: the own folder first, then earlier downloads, then the address; archives; CIFAR's binary batches. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { binaryDataset, CIFAR10, loadFirstCifar10 } from "../lib/data/cifar.ts";
import { dataFile } from "../lib/data/files.ts";
import { loadDataset } from "../lib/data/registry.ts";
import { untar } from "../lib/data/tar.ts";
import { rng } from "../lib/base/random.ts";
import { makeTar, withFolders } from "./data_helper.ts";

const sum = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const bytes = new TextEncoder().encode("some bytes");

Deno.test("a published file comes from the own folder, else from its address, once", () =>
  withFolders(async (data, cache) => {
    let asked = 0;
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
      asked++;
      return new Response(bytes);
    });
    const file = { name: "x/y.bin", sha256: sum(bytes), url: `http://127.0.0.1:${server.addr.port}/y.bin` };
    try {
      assert.deepEqual([await dataFile(file), asked], [bytes, 1]);
      assert.deepEqual([await dataFile(file), asked], [bytes, 1], "kept");
      await Deno.mkdir(join(data, "x"));
      await Deno.writeFile(join(data, "x", "y.bin"), bytes.slice(1));
      const sentence = `Cannot load ${join(data, "x", "y.bin")} as its SHA-256 must be ${file.sha256}: it is `;
      await assert.rejects(dataFile(file), (error: Error) => error.message.startsWith(sentence));
      await Deno.remove(join(data, "x"), { recursive: true });
      await Deno.remove(join(cache, "files"), { recursive: true });
      const other = { ...file, sha256: "0".repeat(64) };
      await assert.rejects(dataFile(other), /its SHA-256 must be 0{64}: it is/);
    } finally {
      await server.shutdown();
    }
  }));

Deno.test("a file that is nowhere names the three ways to it", () =>
  withFolders(async (_, cache) => {
    const file = { name: "no/such.bin", sha256: "0".repeat(64), url: "http://127.0.0.1:1/such.bin" };
    await assert.rejects(dataFile(file), (error: Error) => {
      assert.equal(error.name, "MissingDataset");
      for (const way of ["ANCHORAGE_DATA", join(cache, "files", "no/such.bin"), file.url]) {
        assert.ok(error.message.includes(way));
      }
      return true;
    });
    for (const name of ["cifar100-flowers", "fashion-photo", "cora"]) {
      await assert.rejects(loadDataset(name), { name: "MissingDataset" });
    }
  }));

Deno.test("a tar gives its files back, gzipped or not; what is none gets one sentence", () => {
  const files = { "a/b.bin": Uint8Array.of(1, 2, 3), "empty": new Uint8Array(), "c": new Uint8Array(700).fill(7) };
  const tar = makeTar(files);
  for (const archive of [tar, Uint8Array.from(gzipSync(tar))]) {
    assert.deepEqual(Object.fromEntries([...untar(archive, "x")].map(([name, b]) => [name, b.slice()])), files);
  }
  const whole = /^Cannot read x as it must be a (whole )?tar archive/;
  for (const bad of [tar.subarray(0, 514), new Uint8Array(2048).fill(1), new Uint8Array(0)]) {
    assert.throws(() => untar(bad, "x"), { name: "RangeError", message: whole });
  }
  assert.throws(() => untar(Uint8Array.from(gzipSync(tar)).subarray(0, 30), "x"), /must be a whole gzip file/);
});

/** n records of a class and red, green and blue planes. */
function records(n: number, seed: number, labelBytes: 1 | 2): Uint8Array {
  const draw = rng(seed);
  return Uint8Array.from({ length: n * (labelBytes + 3072) }, (_, p) => {
    const at = p % (labelBytes + 3072);
    return at < labelBytes ? 3 : draw.integer(256);
  });
}

Deno.test("CIFAR's binary batches become rows of red, green and blue, in the authors' order and split", () => {
  const batches = {
    "b/data_batch_1.bin": records(3, 1, 1),
    "b/data_batch_2.bin": records(2, 2, 1),
    "b/test_batch.bin": records(2, 3, 1),
  };
  const made = binaryDataset("cifar10", untar(makeTar(batches), "cifar10"), {
    classes: ["a", "b", "c", "d"],
    labelBytes: 1,
  });
  assert.deepEqual([made.ids[4], made.ids[5], [...made.labels]], ["train-4", "test-0", Array(7).fill(3)]);
  assert.deepEqual([[...made.splits.train], [...made.splits.test]], [[0, 1, 2, 3, 4], [5, 6]]);
  const second = batches["b/data_batch_2.bin"].subarray(3073 + 1);
  for (const p of [0, 500, 1023]) {
    const expected = [0, 1, 2].map((c) => Math.fround(second[c * 1024 + p]! / 255));
    assert.deepEqual([...made.images!.row(4).subarray(3 * p, 3 * p + 3)], expected);
  }
  const fine = { "c/train.bin": records(2, 1, 2), "c/test.bin": records(1, 2, 2) };
  assert.equal(
    binaryDataset("cifar100", untar(makeTar(fine), "cifar100"), { classes: ["a", "b", "c", "d"], labelBytes: 2 }).ids
      .length,
    3,
  );
  const options = { classes: ["a"], labelBytes: 1 } as const;
  assert.throws(() => binaryDataset("x", untar(makeTar({ "data_batch_1.bin": bytes }), "x"), options), {
    name: "RangeError",
    message: "Cannot read data_batch_1.bin as it must be whole records of 3073 bytes: it has 10",
  });
  assert.throws(
    () => binaryDataset("x", untar(makeTar({ "readme.txt": bytes }), "x"), options),
    /must have images to train and to test/,
  );
});

Deno.test("a damaged archive of CIFAR-10 is refused by its checksum", () =>
  withFolders(async (data) => {
    await Deno.mkdir(join(data, "cifar10"));
    await Deno.writeFile(join(data, CIFAR10.name), bytes);
    await assert.rejects(loadDataset("cifar10"), /its SHA-256 must be c4a38c50/);
    await assert.rejects(loadFirstCifar10(0), /its SHA-256 must be c4a38c50/);
  }));
