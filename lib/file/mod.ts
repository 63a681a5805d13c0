/**
 * Vectors in files: read, written, translated from file to file.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { readNpy, writeNpy } from "./npy.ts";
export { npyBlocks, type RowMap, translateNpy } from "./stream.ts";
export { readVectors, vectorBlocks, type Vectors } from "./vectors.ts";
export { type ReadOptions, type VectorBlock } from "./vectorrows.ts";
export { type Widen } from "./widen.ts";
export { writeVectors, type WrittenVectors } from "./writevectors.ts";
