/**
 * Where a native BLAS with LAPACK inside is known to live.
 *
 * @module
 */

const debian = ["x86_64", "aarch64"].flatMap((cpu) =>
  ["openblas-pthread", "openblas-openmp", "openblas-serial", ""].map((kind) =>
    `/usr/lib/${cpu}-linux-gnu/${kind ? kind + "/" : ""}libopenblas.so.0`
  )
);
/** Fedora and openSUSE name the build in the file; Arch and Alpine have one. */
const others = ["/usr/lib64/libopenblasp.so.0", "/usr/lib64/libopenblas.so.0", "/usr/lib/libopenblas.so.0"];
const mkl = ["/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2", "/usr/lib/x86_64-linux-gnu/libmkl_rt.so"];

/**
 * By operating system, the first that works is taken; absolute paths, as FFI permissions need. BLIS is not among them:
 * it has no LAPACK.
 */
export const KNOWN_LIBRARIES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  linux: [...debian, ...others, "/usr/lib/libopenblas.so.3", ...mkl],
  darwin: [
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
  ],
  windows: ["C:\\Program Files\\OpenBLAS\\bin\\libopenblas.dll"],
});
