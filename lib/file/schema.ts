/**
 * What a file that is read back must hold: every field of the kind and range that was written, and no other field.
 *
 * A schema is a function from a value of any kind to the same value, typed; the sentence that it throws otherwise names
 * the file and the field.
 *
 * @module
 */

/** Where a value stands: in which file, at which field of it ("" for the whole). */
export interface Place {
  readonly source: string;
  readonly field: string;
}

/** Returns the value if it is as it must be. @throws {TypeError} On another kind. @throws {RangeError} On another value. */
export type Schema<T> = (value: unknown, place: Place) => T;

type Fields = Readonly<Record<string, Schema<unknown>>>;
type Of<S> = { readonly [K in keyof S]: S[K] extends Schema<infer T> ? T : never };

/**
 * The value of a file, as its schema has it.
 *
 * @param source The file, for the sentence.
 * @param field Which part of the file the value is, if not the whole.
 * @throws {TypeError} If a field is missing, unknown or of another kind.
 * @throws {RangeError} If a field is out of range.
 * @example
 * ```ts ignore
 * const card = fromSchema(await readJson(path), fields({ name: string, dim: whole(1) }), path);
 * ```
 */
export function fromSchema<T>(value: unknown, schema: Schema<T>, source: string, field = ""): T {
  return schema(value, { source, field });
}

/** A text. */
export function string(value: unknown, place: Place): string {
  return typeof value === "string" ? value : wrong(place, "text", value);
}

/** True or false. */
export function flag(value: unknown, place: Place): boolean {
  return typeof value === "boolean" ? value : wrong(place, "true or false", value);
}

/** Any value: for what is shown and never computed with. */
export function anything(value: unknown): unknown {
  return value;
}

/** A finite number in [low, high]. */
export function real(low = -Infinity, high = Infinity): Schema<number> {
  return (value, place) => inRange(value, place, low, high, Number.isFinite, "a finite number");
}

/** An integer in [low, high]. */
export function whole(low = 0, high = Number.MAX_SAFE_INTEGER): Schema<number> {
  return (value, place) => inRange(value, place, low, high, Number.isSafeInteger, "an integer");
}

/** One of some texts or numbers. */
export function among<const T extends string | number | boolean | null>(...known: readonly T[]): Schema<T> {
  return (value, place) => {
    if ((known as readonly unknown[]).includes(value)) return value as T;
    const list = known.map((one) => JSON.stringify(one)).join(", ");
    throw new RangeError(sentence(place, known.length > 1 ? `one of ${list}` : list, value));
  };
}

/** A list of values of one schema, of a given length if there is one. */
export function listOf<T>(schema: Schema<T>, length?: number): Schema<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) wrong(place, "a list", value);
    if (length !== undefined && value.length !== length) {
      throw new TypeError(sentence(place, `a list of ${length}`, `a list of ${value.length}`));
    }
    return Object.freeze(value.map((one, i) => schema(one, { ...place, field: `${place.field}[${i}]` })));
  };
}

/** Values of one schema by any key. */
export function recordOf<T>(schema: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return (value, place) =>
    Object.freeze(Object.fromEntries(
      Object.entries(record(value, place)).map(([key, one]) => [key, schema(one, within(place, key))]),
    ));
}

/** An object with these fields, perhaps some of the optional ones, and no other. */
export function fields<R extends Fields, O extends Fields = Record<never, never>>(
  required: R,
  optional?: O,
): Schema<Of<R> & Partial<Of<O>>> {
  const known = new Map(Object.entries({ ...required, ...optional }));
  return (value, place) => {
    const found = record(value, place);
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(found, name)) throw new TypeError(sentence(within(place, name), "there", "missing"));
    }
    const read = Object.entries(found).map(([name, one]) => {
      const schema = known.get(name), at = within(place, name);
      if (!schema) throw new TypeError(sentence(at, "absent", one));
      return [name, schema(one, at)];
    });
    return Object.freeze(Object.fromEntries(read));
  };
}

function inRange(
  value: unknown,
  place: Place,
  low: number,
  high: number,
  is: (x: number) => boolean,
  kind: string,
): number {
  if (typeof value !== "number") wrong(place, kind, value);
  if (is(value) && value >= low && value <= high) return value;
  const range = high < Number.MAX_SAFE_INTEGER ? ` in [${low}, ${high}]` : low > -Infinity ? ` of at least ${low}` : "";
  throw new RangeError(sentence(place, kind + range, value));
}

function record(value: unknown, place: Place): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : wrong(place, "an object", value);
}

function within(place: Place, name: string): Place {
  return { ...place, field: place.field === "" ? name : `${place.field}.${name}` };
}

function wrong(place: Place, expected: string, value: unknown): never {
  throw new TypeError(sentence(place, expected, value));
}

function sentence({ source, field }: Place, expected: string, value: unknown): string {
  return `Cannot read ${source} as ${field === "" ? "it" : field} must be ${expected}: it is ${shown(value)}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
