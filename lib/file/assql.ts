/**
 * A map as SQL, for vectors that stay where they live: pgvector and DuckDB.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import type { AffineMap } from "../linalg/affinemap.ts";
import { dot } from "../linalg/rows.ts";

/** Databases that can translate by themselves. */
export type SqlDialect = "pgvector" | "duckdb";
/** The two, for checks. */
export const DIALECTS: readonly SqlDialect[] = Object.freeze(["pgvector", "duckdb"]);

/**
 * A script that makes a table of the map and a function `<name>_translate(vector)`; running it again replaces both.
 *
 * pgvector keeps single precision (about six digits), DuckDB computes in double. A vector at the anchors' mean maps to
 * the target anchors' mean, as in `apply`.
 *
 * @throws {RangeError} If the dialect is unknown, or the name is not letters, digits and underscores.
 */
export function mapAsSql(map: AffineMap, dialect: SqlDialect, name = "anchorage"): string {
  const action = "export a map as SQL";
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) {
    throw new RangeError(`Cannot ${action} as the name must be lower-case letters, digits and _: it is "${name}"`);
  }
  return oneOf(dialect, DIALECTS, "the dialect", action) === "pgvector" ? pgvector(map, name) : duckdb(map, name);
}

/** How a row's factor f is written, from the squared norm of its image and the distance of the sample from the mean. */
function factor({ norm, sourceNorm, targetNorm }: AffineMap, image: string, distance: string): string {
  if (norm === "none") return String(targetNorm);
  const over = `coalesce(${targetNorm} / nullif(${norm === "raw" ? distance : image}, 0), 0)`;
  return norm === "carry" ? `${over} * ${distance} / ${sourceNorm}` : over;
}

/** Rows (j, y) from rows (j, after, v, f); with norm "unit" y is divided by its norm over all j. */
function shifted(map: AffineMap, scaled: string): string {
  const y = `SELECT j, after + f * v AS y FROM (${scaled}) AS scaled`;
  return map.unit ? `SELECT j, y / coalesce(nullif(sqrt(sum(y * y) OVER ()), 0), 1) AS y FROM (${y}) AS own` : y;
}

function pgvector(map: AffineMap, name: string): string {
  const { before, after, weights: { rows: from, cols: to } } = map;
  const center = `'${list(before, 9)}'::vector(${from})`;
  const rows = columnsOf(map).map((w, j) => `  (${j}, ${single(after[j]!)}, '${list(w, 9)}')`);
  const scaled = [
    `SELECT j, after, v, ${factor(map, "sqrt(sum(v * v) OVER ())", `(x <-> ${center})`)} AS f FROM (`,
    `    SELECT j, after, -((x - ${center}) <#> w) AS v FROM ${name}_map) AS image`,
  ].join("\n");
  return [
    "CREATE EXTENSION IF NOT EXISTS vector;",
    `DROP FUNCTION IF EXISTS ${name}_translate(vector);`,
    `DROP TABLE IF EXISTS ${name}_map;`,
    `CREATE TABLE ${name}_map (j integer PRIMARY KEY, after real NOT NULL, w vector(${from}) NOT NULL);`,
    `INSERT INTO ${name}_map VALUES\n${rows.join(",\n")};`,
    `CREATE FUNCTION ${name}_translate(x vector) RETURNS vector(${to}) LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$`,
    `  SELECT array_agg(y::real ORDER BY j)::vector(${to}) FROM (${shifted(map, scaled)}) AS shifted`,
    "$$;",
    "",
  ].join("\n");
}

function duckdb(map: AffineMap, name: string): string {
  const { before, after, weights: { rows: from, cols: to } } = map;
  const array = `DOUBLE[${from}]`, center = `${list(before)}::${array}`;
  const rows = columnsOf(map).map((w, j) => `  (${j}, ${after[j]}, ${-dot(before, w)}, ${list(w)}::${array})`);
  const distance = `array_distance(x::${array}, ${center})`;
  const scaled = [
    `SELECT j, after, v, ${factor(map, "sqrt(sum(v * v) OVER ())", distance)} AS f FROM (`,
    `    SELECT j, after, shift + array_inner_product(x::${array}, w) AS v FROM ${name}_map) AS image`,
  ].join("\n");
  return [
    `CREATE OR REPLACE TABLE ${name}_map (j INTEGER, after DOUBLE, shift DOUBLE, w ${array});`,
    `INSERT INTO ${name}_map VALUES\n${rows.join(",\n")};`,
    `CREATE OR REPLACE MACRO ${name}_translate(x) AS (`,
    `  SELECT list(y ORDER BY j)::FLOAT[${to}] FROM (${shifted(map, scaled)}) AS shifted);`,
    "",
  ].join("\n");
}

/** The map's columns, each the weights of one target dimension. */
function columnsOf({ weights }: AffineMap): Float64Array[] {
  return Array.from(
    { length: weights.cols },
    (_, j) => Float64Array.from({ length: weights.rows }, (_, i) => weights.at(i, j)),
  );
}

const single = (x: number): string => String(Number(x.toPrecision(9)));
const list = (values: ArrayLike<number>, digits = 17): string =>
  `[${Array.from(values, (x) => Number(x.toPrecision(digits))).join(",")}]`;
