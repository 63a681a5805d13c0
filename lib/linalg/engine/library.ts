/**
 * The routines of BLAS and LAPACK that the native engine calls, with their signatures.
 *
 * @module
 */
import { nativeText, openNative } from "../../base/runtime.ts";

const B = "buffer" as const, I = "i32" as const, Z = "usize" as const;
type Scalar = "f32" | "f64";
const gemm = <S extends Scalar>(
  s: S,
) => ({ parameters: [I, I, I, I, I, I, s, B, I, B, I, s, B, I], result: "void" } as const);
const syrk = <S extends Scalar>(s: S) => ({ parameters: [I, I, I, I, I, s, B, I, s, B, I], result: "void" } as const);
const dot = <S extends Scalar>(s: S) => ({ parameters: [I, B, I, B, I], result: s } as const);
const scal = <S extends Scalar>(s: S) => ({ parameters: [I, s, B, I], result: "void" } as const);
/** A Fortran routine: `pointers` arguments by reference, then one hidden length for each of its `strings`. */
const fortran = <P extends readonly ("buffer" | "usize")[]>(parameters: P) => ({ parameters, result: "void" } as const);
const text = { parameters: [], result: "pointer", optional: true } as const;

const SYMBOLS = {
  cblas_sgemm: gemm("f32"),
  cblas_dgemm: gemm("f64"),
  cblas_ssyrk: syrk("f32"),
  cblas_dsyrk: syrk("f64"),
  cblas_sdot: dot("f32"),
  cblas_ddot: dot("f64"),
  cblas_sscal: scal("f32"),
  cblas_dscal: scal("f64"),
  ddot_: { parameters: [B, B, B, B, B], result: "f64" },
  dgesdd_: fortran([B, B, B, B, B, B, B, B, B, B, B, B, B, B, Z]),
  dgesvd_: fortran([B, B, B, B, B, B, B, B, B, B, B, B, B, B, Z, Z]),
  dsyevd_: fortran([B, B, B, B, B, B, B, B, B, B, B, Z, Z]),
  dpotrf_: fortran([B, B, B, B, B, Z]),
  dgelsd_: fortran([B, B, B, B, B, B, B, B, B, B, B, B, B, B]),
  openblas_get_num_threads: { parameters: [], result: "i32", optional: true },
  openblas_get_config: text,
  openblas_get_corename: text,
} as const;

/** The routines, each opened when it is first asked for. */
export type Library = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/** What OpenBLAS's own builds put before a name: nothing, or what the build inside Python packages does. */
const PREFIXES = ["", "scipy_"] as const;

/**
 * Opens the library at an absolute path. Making a routine callable takes about 1 ms and most programs need few, so at
 * first each is only looked up, as data.
 *
 * @throws {Error} If the library cannot be loaded, lacks a routine that is not optional, or counts in 64-bit integers.
 */
export function openLibrary(path: string): Library {
  const names = Object.keys(SYMBOLS) as (keyof typeof SYMBOLS)[];
  const prefix = prefixOf(path);
  const data = names.map((name) => {
    return [name, { name: prefix + name, type: "pointer", optional: "optional" in SYMBOLS[name] }] as const;
  });
  openNative(path, Object.fromEntries(data));
  const library = {};
  for (const name of names) {
    const get = (): unknown => {
      const value = openNative(path, { [name]: { ...SYMBOLS[name], name: prefix + name } })[name];
      Object.defineProperty(library, name, { value });
      return value;
    };
    Object.defineProperty(library, name, { get, configurable: true });
  }
  const wide = integersOf(library as Library);
  if (wide !== undefined) throw new Error(`its integers must have 32 bits: ${wide}`);
  return library as Library;
}

function prefixOf(path: string): string {
  const lookUp = PREFIXES.map((prefix) =>
    [prefix, { name: `${prefix}ddot_`, type: "pointer", optional: true }] as const
  );
  const found = openNative(path, Object.fromEntries(lookUp)) as Record<string, unknown>;
  return PREFIXES.find((prefix) => found[prefix] !== null) ?? "";
}

/**
 * Why the library's integers are not of 32 bits, or undefined if they are. OpenBLAS says so; any other is asked for an
 * inner product of n entries, where n is 2 in 32 bits and negative, so that nothing is touched, in 64.
 */
export function integersOf(lib: Pick<Library, "ddot_" | "openblas_get_config">): string | undefined {
  const config = configOf(lib);
  if (config.includes("USE64BITINT")) return `its configuration is ${config}`;
  const n = Int32Array.of(2, -1), step = Int32Array.of(1, 0), ones = Float64Array.of(1, 1);
  const sum = lib.ddot_(n, ones, step, ones, step);
  return sum === 2 ? undefined : `an inner product of two entries gave ${sum}`;
}

/** OpenBLAS's account of its build ("OpenBLAS 0.3.21 …"); empty for another library. */
export function configOf(lib: Pick<Library, "openblas_get_config">): string {
  return nativeText(lib.openblas_get_config?.() ?? null);
}

/** The kernels in use, as OpenBLAS names them after a processor ("SkylakeX"); empty for another library. */
export function coreOf(lib: Pick<Library, "openblas_get_corename">): string {
  return nativeText(lib.openblas_get_corename?.() ?? null);
}
