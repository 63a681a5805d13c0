/**
 * What every fit between two spaces returns: a frozen map, and on what it stood.
 *
 * @module
 */
import { parallelRows } from "../base/check.ts";
import type { EngineInfo } from "../linalg/engine/engine.ts";
import { type AffineMap, applyMap } from "./map.ts";
import { type UnitAnchors, unitAnchors } from "../space/scaling.ts";
import { anchorKey, onVectors, type Rows, sameAnchors, vectorsOf } from "../space/space.ts";

/** A fitted map from a source space to a target space. */
export interface Translation {
  /** What fitted it: "irp", "whitened", "ortho" … */
  readonly method: string;
  /** Whether its halves were fitted apart, each on its own anchors only. */
  readonly independent: boolean;
  /** The whole map as one product. */
  readonly affine: AffineMap;
  /** n × d_x → n × d_y; a space keeps its names and labels. */
  apply<R extends Rows>(x: R): R;
  readonly diagnostics: TranslationDiagnostics;
}

/** What a map stood on; each entry is there where the method has one. */
export interface TranslationDiagnostics {
  readonly engine: EngineInfo;
  /** Anchors kept per subset. */
  readonly anchorsKept?: readonly number[];
  /** Effective condition number per subset. */
  readonly conditionNumbers?: readonly number[];
  /** Plain condition number per subset; Infinity where rank-deficient. */
  readonly plainConditionNumbers?: readonly number[];
  /** λ used, relative to σ²max. */
  readonly lambda?: number;
}

/** A frozen translation from its affine map. */
export function translation(
  parts: Pick<Translation, "method" | "independent" | "affine">,
  diagnostics: TranslationDiagnostics,
): Translation {
  return Object.freeze({
    ...parts,
    apply: <R extends Rows>(x: R): R => onVectors(x, (vectors) => applyMap(parts.affine, vectors)),
    diagnostics: Object.freeze(diagnostics),
  });
}

/** Throws unless both sides can hold the same items in the same order. */
export function parallel(source: Rows, target: Rows, action: string): void {
  parallelRows(vectorsOf(source), vectorsOf(target), action);
  sameAnchors(anchorKey(source), anchorKey(target), action);
}

/** Both sides' anchors, checked to be parallel and made ready. */
export function parallelAnchors(source: Rows, target: Rows, action: string): readonly [UnitAnchors, UnitAnchors] {
  parallel(source, target, action);
  return [unitAnchors(vectorsOf(source), action), unitAnchors(vectorsOf(target), action)];
}
