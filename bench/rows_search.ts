/** The rows of exact search, against faiss. */
import { topProducts } from "../lib/linalg/top.ts";
import type { Row } from "./rows.ts";
import { against } from "./rows_linear.ts";

/** In the order of the table. */
export const searchRows: readonly Row[] = [{
  work: "exact top 10 of 10,000 queries in 100,000 × 384",
  peer: "faiss IndexFlatIP",
  atMost: 1.4,
  precision: "f32",
  engine: "blas",
  tolerance: 0,
  prepare: async (bench) => {
    const [queries, gallery] = [await bench.inputs.get("queries"), await bench.inputs.get("gallery")];
    const body = (): Int32Array => topProducts(queries, gallery, { k: 10 }).indices;
    return await against(bench, bench.numpy(), "top10", body, (found) => Array.from(found.subarray(0, 10)));
  },
}];
