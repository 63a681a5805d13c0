/**
 * Sealed files: safetensors with a versioned header, a state that a schema reads back, and a checksum over both. A file
 * that was changed after it was written is refused.
 *
 * @module
 */
import { createHash } from "../base/node.ts";
import { VERSION } from "../base/version.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { fromJson, toJson } from "./json.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";
import { among, fields, fromSchema, type Schema, string } from "./schema.ts";
import { matrixOf, type Tensors } from "./tensor.ts";

/** What a sealed file is: the version of its layout, and which kind of thing it holds. */
export interface Seal {
  readonly format: string;
  readonly kind: string;
}

/** Writes tensors and state, with the library's version, atomically; missing folders are made. */
export async function writeSealed(path: string, seal: Seal, tensors: Tensors, state: object): Promise<void> {
  const text = toJson({ library: VERSION, ...state }, 0);
  await writeSafetensors(path, tensors, { ...seal, state: text, sha256: checksum(seal, text, tensors) });
}

/**
 * Reads a sealed file.
 *
 * @throws {TypeError} If the file holds something else, or a field of another kind.
 * @throws {RangeError} If a field is out of range, or the contents are not those that were written.
 */
export async function readSealed<T>(path: string, seal: Seal, schema: Schema<T>): Promise<{
  readonly state: T;
  /** The named tensor, of this shape; call it for every tensor that the file has. */
  readonly matrix: (name: string, rows: number, cols: number) => Matrix;
}> {
  const { tensors, metadata } = await readSafetensors(path);
  const header = fields({ format: among(seal.format), kind: among(seal.kind), state: string, sha256: string });
  const { state: text, sha256 } = fromSchema(metadata, header, path);
  const state = fromSchema(parse(path, text), schema, path, "state");
  const found = checksum(seal, text, tensors);
  const matrix = (name: string, rows: number, cols: number): Matrix => {
    const { dtype, shape } = tensors[name] ?? { dtype: "nothing", shape: [] }, expected = `F64 [${rows},${cols}]`;
    if (dtype === "F64" && `${shape}` === `${rows},${cols}`) return matrixOf(tensors, name);
    throw new TypeError(`Cannot read ${path} as its tensor "${name}" must be ${expected}: it is ${dtype} [${shape}]`);
  };
  if (found !== sha256) {
    throw new RangeError(`Cannot read ${path} as sha256 must be that of its contents, ${found}: it is ${sha256}`);
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
function checksum({ format, kind }: Seal, state: string, tensors: Tensors): string {
  const hash = createHash("sha256").update(`${format}\n${kind}\n${state}`);
  for (const [name, { shape, data }] of Object.entries(tensors).sort(([a], [b]) => a < b ? -1 : 1)) {
    hash.update(`\n${name} ${shape}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}
