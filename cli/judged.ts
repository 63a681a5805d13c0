/**
 * Relevance judgements: queries under both models, and grades of rows by id.
 *
 * @module
 */
import { type Matrix, takeRows } from "../lib/linalg/matrix.ts";
import type { ThreeWays } from "../lib/measure/migration.ts";
import type { Judgments } from "../lib/measure/ndcg.ts";
import type { Translation } from "../lib/method/translation.ts";
import type { Given } from "./flags.ts";
import { type Pair, type PAIR_FLAGS, readPair } from "./vectors.ts";

/** Judged queries, ready to be measured. */
export type Judged = ThreeWays & { readonly judgments: readonly Judgments[] };

/** Reads what --qrels and --queries name; undefined without them. Held-out rows count, and queries that judge any of them. */
export async function readJudged(
  { qrels, queries, ...reading }:
    & { readonly qrels: string | undefined; readonly queries: string | undefined }
    & Given<typeof PAIR_FLAGS>,
  held: Pair,
  map: Translation,
): Promise<Judged | undefined> {
  if (qrels === undefined && queries === undefined) return undefined;
  const [a, b] = queries?.split(",") ?? [];
  if (qrels === undefined || a === undefined || b === undefined) {
    throw new TypeError("Cannot measure nDCG as --qrels and --queries source,target must both be given");
  }
  const { source, target } = await readPair(a, b, reading), grades = await readGrades(qrels);
  const row = new Map(held.source.ids.map((id, i) => [id, i]));
  const judgments = source.ids.map((id): Judgments => {
    const found = Array.from(grades.get(id) ?? [], ([doc, grade]) => [row.get(doc), grade] as const);
    return new Map(found.filter((entry): entry is readonly [number, number] => entry[0] !== undefined));
  });
  const asked = judgments.flatMap(({ size }, i) => size > 0 ? [i] : []);
  if (asked.length < 2) {
    throw new TypeError(`Cannot measure nDCG as ${qrels} must judge held-out rows for 2 queries: for ${asked.length}`);
  }
  const [x, y] = [source, target].map(({ vectors }) => takeRows(vectors, asked)) as [Matrix, Matrix];
  return { source: x, translated: map.apply(x), target: y, judgments: asked.map((i) => judgments[i]!) };
}

/** Query → row → grade: of three columns, or of TREC's four with an iteration in the second. */
async function readGrades(path: string): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const grades = new Map<string, Map<string, number>>();
  for (const [i, line] of (await Deno.readTextFile(path)).split(/\r?\n/).entries()) {
    const cells = line.trim().split(/\s+/), grade = Number(cells.at(-1));
    if (line.trim() === "" || i === 0 && Number.isNaN(grade)) continue;
    if (cells.length < 3 || cells.length > 4 || !(grade >= 0)) {
      throw new TypeError(
        `Cannot read ${path} as line ${i + 1} must be query, row and a grade of at least 0: "${line}"`,
      );
    }
    const of = grades.get(cells[0]!) ?? new Map<string, number>();
    grades.set(cells[0]!, of.set(cells.at(-2)!, grade));
  }
  return grades;
}
