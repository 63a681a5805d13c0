/** What the tests of claims share: a claim's verdict on records made for it. */
import assert from "node:assert/strict";
import { CLAIMS } from "../experiments/report/claims.ts";
import type { Claim, Records, Verdict } from "../experiments/shared/claims.ts";

/** The claim with an id. */
export const claimOf = (id: string): Claim => CLAIMS.find((c) => c.id === id)!;
/** A claim's verdict. */
export const judge = (id: string, records: Records): Verdict => claimOf(id).judge(records).verdict;
/** A claim on three records, for "holds", "partly" and "does not hold". */
export function verdicts(
  id: string,
  make: (x: number) => Records,
  values: readonly [number, number, number],
  expected: readonly string[] = ["holds", "partly", "does not hold"],
): void {
  assert.deepEqual(values.map((x) => judge(id, make(x))), expected, id);
}
