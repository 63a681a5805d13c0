/**
 * Flags: one table a command, from which its help, its parsing and its errors derive.
 *
 * @module
 */
import { integer, number, oneOf } from "../lib/base/check.ts";

/** One flag; T is what a command gets. */
export interface Flag<T> {
  /** What stands for the value in the help; absent for a switch. */
  readonly value?: string;
  /** One line. */
  readonly help: string;
  /** The value of the texts that were given, in order. @throws {TypeError | RangeError} One sentence. */
  read(given: readonly string[], name: string, action: string): T;
}

/** The values of a table of flags. */
export type Given<F extends Readonly<Record<string, Flag<unknown>>>> = {
  readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never;
};

/** On or off. */
export function toggle(help: string): Flag<boolean> {
  return { help, read: (given) => given.length > 0 };
}

/** A text that may be absent. */
export function text(value: string, help: string): Flag<string | undefined> {
  return single(value, help, (given) => given);
}

/** A text that may be given more than once. */
export function texts(value: string, help: string): Flag<readonly string[]> {
  return { value, help, read: (given) => given };
}

/** An integer in [low, high] that may be absent. */
export function whole(value: string, help: string, low: number, high = Infinity): Flag<number | undefined> {
  return single(
    value,
    help,
    (given, name, action) => integer(numberIn(given, "an integer", name, action), low, high, name, action),
  );
}

/** A number in [low, high] that may be absent. */
export function real(value: string, help: string, low: number, high = Infinity): Flag<number | undefined> {
  return single(
    value,
    help,
    (given, name, action) => number(numberIn(given, "a number", name, action), low, high, name, action),
  );
}

/** One of the known words, that may be absent. */
export function choice<const T extends string>(known: readonly T[], help: string): Flag<T | undefined> {
  return single("name", `${help}: ${known.join(", ")}`, (given, name, action) => oneOf(given, known, name, action));
}

/** The flag with a value where none is given; the help says so. */
export function withDefault<T>(flag: Flag<T | undefined>, fallback: NoInfer<T>): Flag<T> {
  return { ...flag, help: `${flag.help} (default ${fallback})`, read: (...all) => flag.read(...all) ?? fallback };
}

/** The flag, which must be given. */
export function needed<T>(flag: Flag<T | undefined>): Flag<T> {
  const read: Flag<T>["read"] = (given, name, action) => {
    const found = flag.read(given, name, action);
    if (found !== undefined) return found;
    throw new TypeError(`Cannot ${action} as ${name} must be given`);
  };
  return { ...flag, help: `${flag.help} (needed)`, read };
}

function single<T>(
  value: string,
  help: string,
  parse: (given: string, name: string, action: string) => T,
): Flag<T | undefined> {
  const read: Flag<T | undefined>["read"] = (given, name, action) => {
    if (given.length < 2) return given[0] === undefined ? undefined : parse(given[0], name, action);
    throw new TypeError(`Cannot ${action} as ${name} must be given once: it is given ${given.length} times`);
  };
  return { value, help, read };
}

/** The number that the text spells. @throws {RangeError} If it spells none. */
export function numberIn(given: string, kind: string, name: string, action: string): number {
  const found = given.trim() === "" ? NaN : Number(given);
  if (!Number.isNaN(found)) return found;
  throw new RangeError(`Cannot ${action} as ${name} must be ${kind}: it is "${given}"`);
}

/** The known name with the fewest edits to `name`, if they are at most half its letters. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((other) => ({ other, edits: edits(name, other) })).sort((a, b) => a.edits - b.edits);
  return ranked[0] && ranked[0].edits <= Math.ceil(name.length / 2) ? ranked[0].other : undefined;
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
