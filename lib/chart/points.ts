/**
 * From two-column matrices to the records of {@link spaceViews}.
 *
 * @module
 */
import { columns, sameLength } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import type { ViewRecord } from "./views.ts";

/** What is drawn of a panel. */
export interface PointOptions {
  /** The panel's name. */
  readonly panel: string;
  /** One label a row. */
  readonly labels: ArrayLike<number | string>;
  /** Only the first rows, so that a drawing stays light; all by default. */
  readonly limit?: number;
}

/**
 * Rows in two coordinates (n × 2) as records of one panel, to four significant digits: more than a panel shows.
 *
 * @throws {TypeError} If there are not two columns, or not one label a row.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { viewRecords } from "anchorage/chart";
 * console.log(viewRecords(Matrix.from([[1, 2]]), { panel: "source", labels: [7] })[0]?.label); // 7
 * ```
 */
export function viewRecords(points: Matrix, options: PointOptions): readonly ViewRecord[] {
  const action = "list points", { panel, labels, limit = Infinity } = options;
  columns(points, 2, "the points", action);
  sameLength(labels, points.rows, "labels", action);
  return Array.from({ length: Math.min(points.rows, limit) }, (_, i) => ({
    x: short(points.at(i, 0)),
    y: short(points.at(i, 1)),
    label: String(labels[i]),
    panel,
  }));
}

function short(x: number): number {
  return Number(x.toPrecision(4));
}
