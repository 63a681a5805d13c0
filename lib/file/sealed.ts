/**
 * Sealed files: safetensors with a versioned header, a state that a schema reads back, and a checksum over both. A file
 * that was changed after it was written is refused.
 *
 * @module
 */
import { concat } from "../base/bytes.ts";
import { VERSION } from "../base/version.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { fromJson, toJson } from "./json.ts";
import { writeAtomic } from "./atomic.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { among, fields, fromSchema, type Schema, string } from "./schema.ts";
import { matrixOf, type Tensors } from "./tensor.ts";

/** What a sealed file is: the version of its layout, and which kind of thing it holds. */
export interface Seal {
  readonly format: string;
  readonly kind: string;
}

/** The bytes of a sealed file: tensors and state, with the library's version. */
export async function encodeSealed(
  seal: Seal,
  tensors: Tensors,
  state: object,
): Promise<Uint8Array<ArrayBuffer>> {
  const text = toJson({ library: VERSION, ...state }, 0);
  return encodeSafetensors(tensors, { ...seal, state: text, sha256: await checksum(seal, text, tensors) });
}

/** Writes them atomically; missing folders are made. */
export async function writeSealed(path: string, seal: Seal, tensors: Tensors, state: object): Promise<void> {
  await writeAtomic(path, await encodeSealed(seal, tensors, state));
}

/** What a sealed file holds. */
export interface Sealed<T> {
  readonly state: T;
  /** The named tensor, of this shape; call it for every tensor that the file has. */
  readonly matrix: (name: string, rows: number, cols: number) => Matrix;
}

/**
 * Reads a sealed file.
 *
 * @throws {TypeError} If the file holds something else, or a field of another kind.
 * @throws {RangeError} If a field is out of range, or the contents are not those that were written.
 */
export async function readSealed<T>(path: string, seal: Seal, schema: Schema<T>): Promise<Sealed<T>> {
  return await decodeSealed(await Deno.readFile(path), path, seal, schema);
}

/** The same of the file's bytes; `source` is what they are, for error messages. */
export async function decodeSealed<T>(
  bytes: Uint8Array,
  source: string,
  seal: Seal,
  schema: Schema<T>,
): Promise<Sealed<T>> {
  const { tensors, metadata } = decodeSafetensors(bytes, source);
  const header = fields({ format: among(seal.format), kind: among(seal.kind), state: string, sha256: string });
  const { state: text, sha256 } = fromSchema(metadata, header, source);
  const state = fromSchema(parse(source, text), schema, source, "state");
  const found = await checksum(seal, text, tensors);
  const matrix = (name: string, rows: number, cols: number): Matrix => {
    const { dtype, shape } = tensors[name] ?? { dtype: "nothing", shape: [] }, expected = `F64 [${rows},${cols}]`;
    if (dtype === "F64" && `${shape}` === `${rows},${cols}`) return matrixOf(tensors, name);
    throw new TypeError(`Cannot read ${source} as its tensor "${name}" must be ${expected}: it is ${dtype} [${shape}]`);
  };
  if (found !== sha256) {
    throw new RangeError(`Cannot read ${source} as sha256 must be that of its contents, ${found}: it is ${sha256}`);
  }
  return { state, matrix };
}

function parse(path: string, text: string): unknown {
  try {
    return fromJson(text);
  } catch (error) {
    throw new TypeError(`Cannot read ${path} as state must be JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** SHA-256 over the header's state and every tensor with its name and shape. */
async function checksum({ format, kind }: Seal, state: string, tensors: Tensors): Promise<string> {
  const text = (said: string): Uint8Array => new TextEncoder().encode(said);
  const parts = Object.entries(tensors).sort(([a], [b]) => a < b ? -1 : 1).flatMap(([name, { shape, data }]) => [
    text(`\n${name} ${shape}\n`),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
  const hash = await crypto.subtle.digest("SHA-256", concat([text(`${format}\n${kind}\n${state}`), ...parts]));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
