import assert from "node:assert/strict";
import { join } from "node:path";
import { cached } from "../lib/file/cache.ts";
import { type Tensors } from "../lib/file/tensor.ts";
import { inTemp, names, sample, text } from "./file_helper.ts";

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
    const header = Uint8Array.from(good, (byte, i) => i === 10 ? 0x7b : byte);
    const bad = [header, good.slice(0, 100), new Uint8Array(0), flipped, foreign, text("something else entirely")];
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
        /^Cannot (read|write) the cache as its folder must let it, .*cache \(ANCHORAGE_CACHE may name another\): /,
      );
      return true;
    });
    assert.equal(calls(), 0);
  }));
