/**
 * Which engine computes: chosen on first use, checked once, named in every result.
 *
 * `ANCHORAGE_ENGINE=blas|portable` forces one and `ANCHORAGE_BLAS=/absolute/path` names the native library; set and
 * failing is an error, never a silent change of engine.
 *
 * @module
 */
import { oneOf } from "../../base/check.ts";
import { system, variable, writeError } from "../../base/runtime.ts";
import { blasEngine } from "./blas.ts";
import type { Engine, EngineInfo } from "./engine.ts";
import { KNOWN_LIBRARIES } from "./places.ts";
import { portableEngine } from "./portable.ts";

const ENGINES = ["blas", "portable"] as const;
let chosen: Engine | undefined;

/** The engine in use; the first call chooses and checks it. @throws {Error} If the forced one cannot be had. */
export function engine(): Engine {
  return chosen ??= choose(variable("ANCHORAGE_ENGINE"), variable("ANCHORAGE_BLAS"));
}

/**
 * What computes: "blas" or "portable", its library, kernels and threads.
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
  if (path !== undefined) return open(path);
  const refused: Error[] = [], native = nativeEngine((error) => refused.push(error));
  if (native !== undefined) return native;
  if (forced === "blas") {
    const reason = refused.at(0)?.message ?? "this runtime opens no native libraries";
    throw new Error(
      `Cannot use the blas engine as no library was found: set ANCHORAGE_BLAS to its absolute path (${reason})`,
    );
  }
  if (system !== undefined) writeError(`anchorage: ${why(refused)}, so the portable engine computes: ${SLOWER}`);
  return portableEngine();
}

const SLOWER = "same results, slower (see README, Speed).\n";

function why(refused: readonly Error[]): string {
  const denied = refused.some(({ cause }) => (cause as Error).name === "NotCapable");
  return denied ? "native BLAS is not permitted (--allow-ffi)" : "no native BLAS found";
}

/** The first library of those known that works; `onError` hears why others do not. */
export function nativeEngine(onError: (error: Error) => void = () => {}): Engine | undefined {
  for (const candidate of KNOWN_LIBRARIES[system ?? ""] ?? []) {
    try {
      return open(candidate);
    } catch (error) {
      onError(error as Error);
    }
  }
  return undefined;
}

function open(path: string): Engine {
  try {
    return blasEngine(path);
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0]!;
    throw new Error(`Cannot load BLAS from ${path}: ${reason}`, { cause: error });
  }
}
