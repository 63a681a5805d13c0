/**
 * Guards: each returns the checked value or throws one clear sentence.
 *
 * TypeError is for shapes and kinds, RangeError for values. Every sentence says what cannot be done, what was expected
 * and what was found.
 *
 * @module
 */

/** Any matrix-shaped thing: enough for the guards, so that they import nothing. */
export interface Shaped {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array | Float32Array;
}

/** "3 × 4", the way every message spells a shape. */
export function shape(m: Shaped): string {
  return `${m.rows} × ${m.cols}`;
}

/** Returns `m` if it is a matrix; throws TypeError that says what it is otherwise. */
export function shaped<M extends Shaped>(m: M, what: string, action: string): M {
  if (typeof (m as M | null | undefined)?.rows === "number") return m;
  throw new TypeError(`Cannot ${action} as ${what} must be a Matrix: it is ${found(m)}`);
}

/** What somebody passed in place of a matrix or a space, and what was probably meant. */
export function found(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length} (Matrix.from?)`;
  if (typeof value !== "object" || value === null) return String(value);
  return "vectors" in value ? "a space (its vectors?)" : "another object";
}

/** Returns `n` if it is an integer in [low, high]; throws RangeError otherwise. */
export function integer(n: number, low: number, high: number, what: string, action: string): number {
  if (Number.isInteger(n) && n >= low && n <= high) return n;
  const range = high === Infinity ? `an integer of at least ${low}` : `an integer in [${low}, ${high}]`;
  throw new RangeError(`Cannot ${action} as ${what} must be ${range}: it is ${n}`);
}

/** Returns `x` if it is finite and in [low, high]; throws RangeError otherwise. */
export function number(x: number, low: number, high: number, what: string, action: string): number {
  if (Number.isFinite(x) && x >= low && x <= high) return x;
  const range = high === Infinity ? `a finite number of at least ${low}` : `a number in [${low}, ${high}]`;
  throw new RangeError(`Cannot ${action} as ${what} must be ${range}: it is ${x}`);
}

/** Returns `value` if it is one of `known`; throws RangeError that lists them otherwise. */
export function oneOf<T extends string>(value: string, known: readonly T[], what: string, action: string): T {
  if ((known as readonly string[]).includes(value)) return value as T;
  const list = known.map((k) => `"${k}"`).join(", ");
  throw new RangeError(`Cannot ${action} as ${what} must be one of ${list}: it is "${value}"`);
}

/** Returns `m` if every entry is finite; throws RangeError with the first bad row and column otherwise. */
export function finite<M extends Shaped>(m: M, what: string, action: string): M {
  const { data, cols } = shaped(m, what, action);
  // x · 0 is 0 unless x is NaN or infinite: one branch-free pass, in four sums that need not wait for each other.
  const end = data.length - data.length % 4;
  let a = 0, b = 0, c = 0, d = 0;
  for (let i = 0; i < end; i += 4) {
    a += data[i]! * 0;
    b += data[i + 1]! * 0;
    c += data[i + 2]! * 0;
    d += data[i + 3]! * 0;
  }
  for (let i = end; i < data.length; i++) a += data[i]! * 0;
  if (a + b + c + d === 0) return m;
  const at = data.findIndex((x) => !Number.isFinite(x));
  const where = `row ${Math.floor(at / cols)}, column ${at % cols}`;
  throw new RangeError(`Cannot ${action} as ${what} must be finite: ${where} is ${data[at]}`);
}

/** Returns `m` if it has at least `low` rows and finite entries; the guard of every fit. */
export function anchorRows<M extends Shaped>(m: M, what: string, action: string, low = 2): M {
  if (shaped(m, what, action).rows < low) {
    throw new TypeError(`Cannot ${action} as ${what} must have at least ${low} rows: the shape is ${shape(m)}`);
  }
  return finite(m, what, action);
}

/** Returns `m` if it has `cols` columns; throws TypeError with both shapes otherwise. */
export function columns<M extends Shaped>(m: M, cols: number, what: string, action: string): M {
  if (shaped(m, what, action).cols === cols) return m;
  throw new TypeError(`Cannot ${action} as ${what} must have ${cols} columns: the shape is ${shape(m)}`);
}

/** Throws TypeError with both shapes unless `a` and `b` have the same number of rows. */
export function parallelRows(a: Shaped, b: Shaped, action: string): void {
  if (shaped(a, "the first side", action).rows === shaped(b, "the second side", action).rows) return;
  throw new TypeError(
    `Cannot ${action} as both sides must have the same number of rows: ${shape(a)} against ${shape(b)}`,
  );
}

/** Returns `list` if it has `length` entries; throws TypeError otherwise. */
export function sameLength<L extends { readonly length: number }>(
  list: L,
  length: number,
  what: string,
  action: string,
): L {
  if (list.length === length) return list;
  throw new TypeError(`Cannot ${action} as ${what} must have ${length} entries: it has ${list.length}`);
}

/** Returns `ids` if none is empty and none repeats; throws TypeError that names the first bad one otherwise. */
export function uniqueIds(ids: readonly string[], action: string): readonly string[] {
  if (!Array.isArray(ids)) {
    throw new TypeError(`Cannot ${action} as ids must be a list of texts: they are ${found(ids)}`);
  }
  const seen = new Set<string>();
  for (const [i, id] of ids.entries()) {
    if (typeof id === "number") {
      throw new TypeError(`Cannot ${action} as ids must be texts: row ${i} has the number ${id}`);
    }
    if (typeof id !== "string" || id === "") throw new TypeError(`Cannot ${action} as the id of row ${i} is missing`);
    if (seen.has(id)) throw new TypeError(`Cannot ${action} as ids must be unique: "${id}" repeats at row ${i}`);
    seen.add(id);
  }
  return ids;
}
