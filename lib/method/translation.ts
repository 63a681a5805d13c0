/**
 * What every fit between two spaces returns: a frozen map, what it maps from and to, and on what it stood.
 *
 * @module
 */
import type { EngineInfo } from "../linalg/engine/engine.ts";
import { Matrix } from "../linalg/matrix.ts";
import { isOf, type Rows, type Space, space, type SpaceKey } from "../space/space.ts";
import { type AffineMap, applyMap } from "../linalg/affinemap.ts";

/** A fitted map from a source space to a target space. */
export interface Translation {
  /** What fitted it: "irp", "whitened", "ortho" … */
  readonly method: string;
  /** Whether its halves were fitted apart, each on its own anchors only. */
  readonly independent: boolean;
  /** The whole map as one product. */
  readonly affine: AffineMap;
  /** The space that it reads. */
  readonly source: SpaceKey;
  /** The space that it gives. */
  readonly target: SpaceKey;
  /** The choices that were made, by name. */
  readonly parameters: Parameters;
  /**
   * n × d_x → n × d_y. A space keeps its ids and labels and takes the target's name.
   *
   * @throws {TypeError} If the rows are of another dimension, or of a space that by its name is not the source.
   * @throws {RangeError} If an entry is not finite.
   */
  apply<R extends Rows>(x: R): R;
  /** What the fit says of itself. */
  readonly diagnostics: TranslationDiagnostics;
}

/** Choices by name. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly number[]>>;

/** What a map stood on; each entry is there where the method has one. */
export interface TranslationDiagnostics {
  /** What computed it. */
  readonly engine: EngineInfo;
  /** Anchors kept per subset. */
  readonly anchorsKept?: readonly number[];
  /** Effective condition number per subset, or of the decomposed anchors. */
  readonly conditionNumbers?: readonly number[];
  /** Plain condition number per subset; Infinity where rank-deficient. */
  readonly plainConditionNumbers?: readonly number[];
  /** λ used, relative to σ²max. */
  readonly lambda?: number;
  /** How "auto" came to λ: by leave-one-out, or a fixed one where there are too few anchors. */
  readonly lambdaRule?: string;
}

/** A frozen translation from its affine map. */
export function translation(
  parts: Omit<Translation, "apply" | "diagnostics">,
  diagnostics: TranslationDiagnostics,
): Translation {
  const { method, independent, affine, source, target, parameters } = parts;
  const apply = (x: Rows): Rows => {
    if (x instanceof Matrix) return applyMap(affine, x);
    const name = translatedName(x, source, target);
    return space({ ...x, name, vectors: applyMap(affine, x.vectors) });
  };
  return Object.freeze({
    ...{ method, independent, affine, source, target },
    parameters: Object.freeze({ ...parameters }),
    apply: apply as Translation["apply"],
    diagnostics: Object.freeze(diagnostics),
  });
}

/** The target's name, with what the samples' name has beyond the source's. */
function translatedName(x: Space, source: SpaceKey, target: SpaceKey): string {
  if (source.name === undefined) return target.name ?? `${x.name}, translated`;
  if (isOf(x.name, source.name)) return `${target.name ?? "translated"}${x.name.slice(source.name.length)}`;
  const why = target.name !== undefined && isOf(x.name, target.name) ? "it is of the target" : "it is another";
  throw new TypeError(
    `Cannot translate the space "${x.name}" as it must be of the source "${source.name}": ${why}` +
      " (rows of the source under another name: pass their vectors)",
  );
}
