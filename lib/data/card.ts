/**
 * What is known of a dataset before it is loaded.
 *
 * @module
 */
import type { DatasetKind } from "./dataset.ts";

/** What is known of a dataset before it is loaded. */
export interface DatasetCard {
  /** The name that `loadDataset` takes. */
  readonly name: string;
  /** What the items are. */
  readonly kind: DatasetKind;
  /** Number of items. */
  readonly size: number;
  /** Number of classes. */
  readonly classes: number;
  /** Licence of the data. */
  readonly licence: string;
  /** Where the bytes come from. */
  readonly source: string;
  /** How the rows are split. */
  readonly splits: string;
}
