/**
 * Vectors in files: read, written, translated from file to file.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { readNpy, writeNpy } from "./npy.ts";
export { npyBlocks, type RowMap, translateNpy } from "./stream.ts";
