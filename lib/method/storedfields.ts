/**
 * The fields of stored maps that several kinds have, as schemas.
 *
 * @module
 */
import {
  among,
  anything,
  fields,
  flag,
  listOf,
  type Place,
  real,
  recordOf,
  type Schema,
  string,
  whole,
} from "../file/schema.ts";
import type { EngineInfo } from "../linalg/engine/engine.ts";

/** Any number, the infinities too. */
const numeral: Schema<number> = (value, place) =>
  Number.isFinite(value) ? real()(value, place) : among(Infinity)(value, place);

/** `SpaceKey`. */
export const SPACE = fields({
  dim: whole(1),
  dtype: among("f32", "f64"),
  norm: real(0),
  anchors: fields({ count: whole(2) }, { hash: string }),
}, { name: string });

/** What computed it: shown, never computed with. */
export const ENGINE = recordOf(anything) as unknown as Schema<EngineInfo>;

/** `Condition`. */
export const CONDITION = fields({ plain: numeral, effective: numeral, rank: whole() });

const CONDITIONS = { conditionNumbers: listOf(numeral), plainConditionNumbers: listOf(numeral) };

/** `InverseDiagnostics`. */
export const INVERTED = fields({ engine: ENGINE, anchorsKept: listOf(whole(1)), ...CONDITIONS, lambda: real(0) });

/** `TranslationDiagnostics`, and those of a selection. */
export const DIAGNOSTICS = fields({ engine: ENGINE }, {
  ...{ anchorsKept: listOf(whole(1)), ...CONDITIONS, lambda: real(0), lambdaRule: string },
  ...{ winner: string, reason: string, stopped: among("decided", "seconds", "all seen") },
  scores: listOf(fields({ name: string, family: string, score: real(), folds: listOf(real()) })),
});

/** Choices by name. */
export const PARAMETERS: Schema<Readonly<Record<string, string | number | boolean | readonly number[]>>> = recordOf(
  (value: unknown, place: Place) => {
    if (typeof value === "string") return value;
    if (typeof value === "boolean") return flag(value, place);
    return Array.isArray(value) ? listOf(real())(value, place) : real()(value, place);
  },
);
