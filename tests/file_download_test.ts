import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sha256 } from "../lib/file/cache.ts";
import { writeAtomic } from "../lib/file/atomic.ts";
import { checkPinned } from "../lib/file/pinned.ts";
import { download } from "../lib/file/download.ts";
import { inTemp, names, text } from "./file_helper.ts";

const size = 80_000;

async function withServer(run: (url: string, folder: string) => Promise<void>): Promise<void> {
  const payload = text("payload ".repeat(10_000));
  const packed = Uint8Array.from(gzipSync(payload));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/plain") return new Response(payload);
    if (pathname === "/packed") return new Response(packed);
    if (pathname === "/broken") return new Response(packed.subarray(0, 60));
    if (pathname === "/bomb") return new Response(Uint8Array.from(gzipSync(new Uint8Array(50_000_000))));
    if (pathname === "/silent") {
      return new Response(new ReadableStream({ start: (c) => c.enqueue(payload.subarray(9)) }));
    }
    if (pathname === "/slow") {
      const gone = Promise.withResolvers<Response>();
      request.signal.addEventListener("abort", () => gone.resolve(new Response()));
      return gone.promise;
    }
    if (pathname === "/drip") return new Response(dripping());
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
    assert.equal(await download(`${url}/plain`, { sha256: expected, size, path, onProgress }), path);
    assert.equal(seen.at(-1), 80_000);
    assert.equal(await download(`${url}/gone`, { sha256: expected, size, path }), path);
    const packed = join(folder, "packed");
    await download(`${url}/packed`, { sha256: expected, size, path: packed, gzip: true });
    assert.deepEqual(await Deno.readFile(packed), await Deno.readFile(path));
    const copy = join(folder, "copy");
    await download(new URL(`file://${path}`), { sha256: expected, size, path: copy });
    assert.deepEqual(names(folder), ["copy", "new", "packed"]);
  }));

Deno.test("download: a wrong checksum, a broken transfer or a refusal leaves nothing behind", () =>
  withServer(async (url, folder) => {
    const path = join(folder, "x");
    const expected = "0".repeat(64);
    const found = await sha256(text("payload ".repeat(10_000)));
    await assert.rejects(download(`${url}/plain`, { sha256: expected, size, path }), {
      message: `Cannot download ${url}/plain as its SHA-256 must be ${expected}: it is ${found}`,
    });
    await assert.rejects(download(`${url}/broken`, { sha256: found, size, path, gzip: true }), {
      message: /^Cannot download .*\/broken as the transfer is broken: /,
    });
    await assert.rejects(download(`${url}/gone`, { sha256: found, size, path }), {
      message: `Cannot download ${url}/gone as the answer must be 200: it is 404`,
    });
    await assert.rejects(download("file:///no/such/file", { sha256: found, size, path }), {
      message: /^Cannot download file:\/\/\/no\/such\/file as it cannot be reached: /,
    });
    assert.deepEqual(names(folder), []);
  }));

/** A byte every 5 ms, without end. */
function dripping(): ReadableStream<Uint8Array<ArrayBuffer>> {
  let timer: ReturnType<typeof setInterval>;
  return new ReadableStream({
    start(controller): void {
      timer = setInterval(() => controller.enqueue(Uint8Array.of(0)), 5);
    },
    cancel(): void {
      clearInterval(timer);
    },
  });
}

Deno.test("download: a transfer larger than it must be is broken off before it fills the disk or memory", () =>
  withServer(async (url, folder) => {
    const sizes: number[] = [], path = join(folder, "x"), onProgress = (bytes: number): number => sizes.push(bytes);
    const bomb = { sha256: "0".repeat(64), size, path, gzip: true, onProgress };
    await assert.rejects(download(`${url}/bomb`, bomb), {
      message: `Cannot download ${url}/bomb as the transfer is broken: it must be 80000 bytes: it is more`,
    });
    assert.ok(sizes.every((bytes) => bytes <= size));
    await assert.rejects(download(`${url}/plain`, { ...bomb, size: 79_999, gzip: false }), /it is more$/);
    assert.deepEqual(names(folder), []);
  }));

Deno.test("download: a server that sends nothing, no more, or too little is given up", () =>
  withServer(async (url, folder) => {
    const options = { sha256: "0".repeat(64), size, path: join(folder, "x"), patience: 60 };
    const silent = "nothing has come for 0.06 seconds";
    await assert.rejects(download(`${url}/slow`, options), {
      message: `Cannot download ${url}/slow as it cannot be reached: ${silent}`,
    });
    await assert.rejects(download(`${url}/silent`, options), {
      message: `Cannot download ${url}/silent as the transfer is broken: ${silent}`,
    });
    await assert.rejects(download(`${url}/drip`, options), {
      message: `Cannot download ${url}/drip as the transfer is broken: it takes too long`,
    });
    assert.deepEqual(names(folder), []);
  }));

Deno.test("files of others are the same at every use as at their first", () =>
  inTemp(async (folder) => {
    await checkPinned(join(folder, "none"));
    assert.deepEqual(names(folder), []);
    await writeAtomic(join(folder, "onnx", "model.onnx"), "weights");
    await checkPinned(folder);
    await writeAtomic(join(folder, "config.json"), "{}");
    await checkPinned(folder);
    const record = join(folder, "checksums.json"), kept = await Deno.readTextFile(record);
    assert.deepEqual(JSON.parse(kept)["onnx/model.onnx"], await sha256(text("weights")));
    await writeAtomic(join(folder, "onnx", "model.onnx"), "weightz");
    await assert.rejects(checkPinned(folder), (error: Error) => {
      assert.match(
        error.message,
        /^Cannot use .*model\.onnx as its SHA-256 must be [0-9a-f]{64}, as at its first use: /,
      );
      return true;
    });
    assert.equal(await Deno.readTextFile(record), kept);
    await Deno.remove(record);
    await checkPinned(folder);
    await Deno.writeTextFile(record, '{"config.json":3}');
    await assert.rejects(checkPinned(folder), /checksums\.json as config\.json must be text: it is 3$/);
  }));
