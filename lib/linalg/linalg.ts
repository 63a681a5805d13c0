/**
 * Linear algebra of the method, on whichever engine is in use.
 *
 * @module
 */
export { cholesky, defaultRcond, eigh, lstsq, svd } from "./decompose.ts";
export { type Condition, condition, invertSpectrum, pinv, pinvOf, type PinvOptions } from "./pinv.ts";
export { matmul, type MatmulOptions, scaleCols, scaleRows } from "./products.ts";
