/** Archives, photographs and folders for tests of data. */
import { lazy } from "../lib/base/lazy.ts";
import { packageBytes } from "../lib/data/package.ts";
import type { Bitmap } from "../lib/data/png.ts";

/** A tar of files, as `tar --format=ustar` writes it. */
export function makeTar(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const header = new Uint8Array(512),
      put = (at: number, text: string): void => header.set(new TextEncoder().encode(text), at);
    put(0, name);
    put(124, bytes.length.toString(8).padStart(11, "0"));
    put(156, "0");
    put(257, "ustar\x0000");
    const body = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    body.set(bytes);
    return [header, body];
  });
  const all = [...blocks, new Uint8Array(1024)], out = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of all) {
    out.set(block, at);
    at += block.length;
  }
  return out;
}

/** Runs the body with `ANCHORAGE_DATA` and `ANCHORAGE_CACHE` on two new folders. */
export async function withFolders(body: (data: string, cache: string) => Promise<void>): Promise<void> {
  const folders = await Promise.all([Deno.makeTempDir(), Deno.makeTempDir()]),
    names = ["ANCHORAGE_DATA", "ANCHORAGE_CACHE"];
  const before = names.map((name) => Deno.env.get(name));
  names.forEach((name, i) => Deno.env.set(name, folders[i]!));
  try {
    await body(folders[0]!, folders[1]!);
  } finally {
    names.forEach((name, i) => before[i] === undefined ? Deno.env.delete(name) : Deno.env.set(name, before[i]!));
    for (const folder of folders) await Deno.remove(folder, { recursive: true });
  }
}

/** The image as a JPEG file. */
export async function jpeg(
  image: Omit<Bitmap, "data"> & { readonly data: Uint8Array | Uint8ClampedArray },
): Promise<Uint8Array<ArrayBuffer>> {
  type Encoder = {
    init(module: WebAssembly.Module): Promise<void>;
    default(image: object, options: object): Promise<ArrayBuffer>;
  };
  const encoder = await lazy<Encoder>("@jsquash/jpeg/encode.js");
  await encoder.init(
    await WebAssembly.compile(Uint8Array.from(await packageBytes("@jsquash/jpeg", "codec/enc/mozjpeg_enc.wasm"))),
  );
  return new Uint8Array(await encoder.default(image, { quality: 95 }));
}
