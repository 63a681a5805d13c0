/**
 * Vectors into a column of lists of a Parquet file, with hyparquet-writer on first use.
 *
 * @module
 */
import type * as Writer from "npm:hyparquet-writer@0.17.0";
import { lazy } from "../base/lazy.ts";
import type { Matrix } from "../linalg/matrix.ts";

/** Entries of a group of rows: the library holds each as an object meanwhile. */
const GROUP = 1 << 20;

/** A Parquet file with the column "vector", lists of float32 or float64, and the column "id" if there are ids; not compressed. */
export async function encodeParquet(vectors: Matrix, ids?: readonly string[]): Promise<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await lazy<typeof Writer>("hyparquet-writer");
  const required = "REQUIRED", { rows, cols, dtype } = vectors;
  const id = { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: required } as const;
  const writer = new ByteWriter(),
    file = new ParquetWriter({
      writer,
      codec: "UNCOMPRESSED",
      statistics: false,
      schema: [
        { name: "root", num_children: ids ? 2 : 1 },
        ...ids ? [id] : [],
        { name: "vector", repetition_type: required, converted_type: "LIST", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: dtype === "f32" ? "FLOAT" : "DOUBLE", repetition_type: required },
      ],
    });
  const step = Math.max(1, Math.floor(GROUP / cols));
  for (let start = 0; start < rows; start += step) {
    const count = Math.min(step, rows - start);
    const lists = Array.from({ length: count }, (_, i) => Array.from(vectors.row(start + i)));
    // Plain: a dictionary would take -0 for 0.
    const vector = { name: "vector", data: lists, encoding: "PLAIN" } as const;
    const columnData = ids ? [{ name: "id", data: ids.slice(start, start + count) }, vector] : [vector];
    await file.write({ columnData, rowGroupSize: count });
  }
  await file.finish();
  return writer.getBytes();
}
