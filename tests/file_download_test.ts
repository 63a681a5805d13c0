import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sha256 } from "../lib/file/cache.ts";
import { download } from "../lib/file/download.ts";
import { inTemp, names, text } from "./file_helper.ts";

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
