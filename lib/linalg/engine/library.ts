/**
 * The routines of BLAS and LAPACK that the native engine calls, with their signatures.
 *
 * @module
 */
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

const SYMBOLS = {
  cblas_sgemm: gemm("f32"),
  cblas_dgemm: gemm("f64"),
  cblas_ssyrk: syrk("f32"),
  cblas_dsyrk: syrk("f64"),
  cblas_sdot: dot("f32"),
  cblas_ddot: dot("f64"),
  cblas_sscal: scal("f32"),
  cblas_dscal: scal("f64"),
  dgesdd_: fortran([B, B, B, B, B, B, B, B, B, B, B, B, B, B, Z]),
  dgesvd_: fortran([B, B, B, B, B, B, B, B, B, B, B, B, B, B, Z, Z]),
  dsyevd_: fortran([B, B, B, B, B, B, B, B, B, B, B, Z, Z]),
  dpotrf_: fortran([B, B, B, B, B, Z]),
  dgelsd_: fortran([B, B, B, B, B, B, B, B, B, B, B, B, B, B]),
  openblas_get_num_threads: { parameters: [], result: "i32", optional: true },
} as const;

/** The routines, each opened when it is first asked for. */
export type Library = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/**
 * Opens the library at an absolute path. Making a routine callable takes about 1 ms and most programs need few, so at
 * first each is only looked up, as data.
 *
 * @throws {Error} If the library cannot be loaded or lacks a routine that is not optional.
 */
export function openLibrary(path: string): Library {
  const names = Object.keys(SYMBOLS) as (keyof typeof SYMBOLS)[];
  const data = names.map((name) => [name, { type: "pointer", optional: "optional" in SYMBOLS[name] }] as const);
  Deno.dlopen(path, Object.fromEntries(data));
  const library = {};
  for (const name of names) {
    const get = (): unknown => {
      const value = Deno.dlopen(path, { [name]: SYMBOLS[name] }).symbols[name];
      Object.defineProperty(library, name, { value });
      return value;
    };
    Object.defineProperty(library, name, { get, configurable: true });
  }
  return library as Library;
}
