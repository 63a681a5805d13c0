/**
 * Which engine computes: chosen on first use, checked once, named in every result.
 *
 * `ANCHORAGE_ENGINE=blas|portable` forces one and `ANCHORAGE_BLAS=/absolute/path` names the native library; set and
 * failing is an error, never a silent change of engine.
 *
 * @module
 */
import { oneOf } from "../../base/check.ts";
import { blasEngine, KNOWN_LIBRARIES } from "./blas.ts";
import type { Engine, EngineInfo } from "./engine.ts";
import { portableEngine } from "./portable.ts";
import { floats, Matrix } from "../matrix.ts";

const ENGINES = ["blas", "portable"] as const;
let chosen: Engine | undefined;

/** The engine in use; the first call chooses and checks it. @throws {Error} If the forced one cannot be had. */
export function engine(): Engine {
  return chosen ??= choose(variable("ANCHORAGE_ENGINE"), variable("ANCHORAGE_BLAS"));
}

/**
 * What computes: "blas" or "portable", its library and threads.
 *
 * @example
 * ```ts
 * import { engineInfo } from "anchorage";
 * console.log(engineInfo().engine); // "blas" or "portable"
 * ```
 */
export function engineInfo(): EngineInfo {
  return engine().info;
}

/** Runs `body` with another engine and puts the former back: for tests and comparisons. */
export function withEngine<T>(other: Engine, body: () => T): T {
  const before = chosen;
  chosen = other;
  try {
    return body();
  } finally {
    chosen = before;
  }
}

/** Chooses by the two settings; see the module's text. @throws {Error} If a forced choice cannot be had. */
export function choose(name: string | undefined, path: string | undefined): Engine {
  const forced = name === undefined ? undefined : oneOf(name, ENGINES, "ANCHORAGE_ENGINE", "choose an engine");
  if (forced === "portable") return portableEngine();
  if (path !== undefined) return load(path);
  const reasons: string[] = [];
  for (const candidate of KNOWN_LIBRARIES[Deno.build.os] ?? []) {
    try {
      return load(candidate);
    } catch (error) {
      reasons.push((error as Error).message.split("\n")[0]!);
    }
  }
  if (forced === "blas") {
    throw new Error(
      `Cannot use the blas engine as no library was found: set ANCHORAGE_BLAS to its absolute path (${reasons.at(0)})`,
    );
  }
  const notice = "anchorage: no native BLAS found, so the portable engine computes: same results, slower" +
    " (see README, Speed).\n";
  Deno.stderr.writeSync(new TextEncoder().encode(notice)); // A notebook's kernel makes an output of console.error.
  return portableEngine();
}

/** Loads and checks one library. */
function load(path: string): Engine {
  const found = open(path);
  const fault = selfCheck(found);
  if (fault !== undefined) {
    throw new Error(`Cannot use ${path} as its results are wrong: ${fault} (a build with 64-bit integers does this)`);
  }
  return found;
}

function open(path: string): Engine {
  try {
    return blasEngine(path);
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0]!;
    throw new Error(`Cannot load BLAS from ${path}: ${reason}`, { cause: error });
  }
}

/** A tiny product and decomposition with known answers; says what is wrong, or undefined. */
export function selfCheck(e: Engine): string | undefined {
  const a = Float64Array.of(1, 2, 3, 4, 5, 6), c = floats(4, "f64");
  e.gemm({ m: 2, n: 2, k: 3, a, lda: 3, transA: false, b: a, ldb: 3, transB: true, c, ldc: 2, alpha: 1, beta: 0 });
  if (c.join() !== "14,32,32,77") return `a 2 × 3 product gave ${c.join(", ")}`;
  const { s } = e.svd(new Matrix(2, 3, Float64Array.of(3, 0, 0, 0, 0, 4)));
  if (Math.abs(s[0]! - 4) + Math.abs(s[1]! - 3) > 1e-12) return `a singular value decomposition gave ${s.join(", ")}`;
  return undefined;
}

/** An environment variable, or undefined where it is unset, empty, or reading it is not permitted. */
function variable(name: string): string | undefined {
  if (Deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") return undefined;
  return Deno.env.get(name) || undefined;
}
