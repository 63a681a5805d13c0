/**
 * Scores as text.
 *
 * @module
 */
import { fixed as decimals } from "../lib/base/fixed.ts";
import type { Interval } from "../lib/measure/bootstrap.ts";
import type { MigrationScore } from "../lib/measure/migration.ts";
import type { Translation } from "../lib/method/translation.ts";
import { alignColumns } from "../lib/notebook/table.ts";

/** ".912 [.890, .933]". */
export function interval({ estimate, low, high }: Interval): string {
  return `${fixed(estimate)} [${fixed(low)}, ${fixed(high)}]`;
}

/** Three decimals. */
export const fixed = (x: number): string => decimals(x, 3);

/** "+.120 [+.100, +.140]". */
function change({ estimate, low, high }: Interval): string {
  const signed = (x: number): string => fixed(x).replace(/^(?!-)/, "+");
  return `${signed(estimate)} [${signed(low)}, ${signed(high)}]`;
}

/** The table of `measureMigration`. */
export function scoreTable(scores: readonly MigrationScore[]): string {
  const staged = scores.some(({ twoStage }) => twoStage);
  const controlled = scores.some(({ shuffled }) => shuffled);
  return alignColumns(scores.map(({ name, map, nothing, reembedding, shuffled, twoStage }) => ({
    score: name,
    map: interval(map),
    ...staged && { "in two stages": twoStage ? interval(twoStage) : null },
    ...controlled && { "pairs shuffled": shuffled ? fixed(shuffled.value) : null },
    "doing nothing": fixed(nothing.value),
    "map - nothing": change(nothing.difference),
    "re-embedding": fixed(reembedding.value),
    "map - re-embedding": change(reembedding.difference),
  })));
}

/** "whitened, 384 → 768". */
export function mapLine({ method, affine, diagnostics }: Translation): string {
  const { rows, cols } = affine.weights, lambda = diagnostics.lambda;
  return `${method}${lambda === undefined ? "" : `, λ=${Number(lambda.toPrecision(3))}`}, ${rows} → ${cols} dimensions`;
}
