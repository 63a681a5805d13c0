/**
 * Notebooks: run them headless, and show charts and tables in them.
 *
 * @module
 */

export { show, table } from "./display.ts";
export { installKernel, type InstallOptions } from "./kernelspec.ts";
export { type ReadOptions, readResult, type ResultRow, type StoredResult, type Where } from "./results.ts";
export { type CellProgress, runNotebook, type RunOptions, type RunResult } from "./run.ts";
export { say, type Value } from "./say.ts";
export type { Records } from "./table.ts";
export { checkNotebooks, type CheckOptions } from "./typecheck.ts";
