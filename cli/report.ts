/**
 * A trial as one HTML page with charts, that needs nothing else.
 *
 * @module
 */
import { barIntervals, type BarRecord } from "../lib/chart/bars.ts";
import { bar, migrationBars, pairsCurve } from "../lib/chart/migration.ts";
import { renderSvg } from "../lib/chart/render.ts";
import { writeAtomic } from "../lib/file/atomic.ts";
import type { MigrationScore } from "../lib/measure/migration.ts";
import type { Cost } from "./costs.ts";
import { type CurvePoint, curveWords } from "./curve.ts";

/** What a page shows. */
export interface Report {
  readonly title: string;
  /** Sentences under the title, the verdict first. */
  readonly lines: readonly string[];
  readonly scores: readonly MigrationScore[];
  /** The tables as text. */
  readonly tables: readonly (readonly [heading: string, text: string])[];
  readonly curve?: readonly CurvePoint[];
  readonly costs?: readonly Cost[];
}

/** Writes the page, whole or not at all. */
export async function writeReport(path: string, report: Report): Promise<void> {
  await writeAtomic(path, await reportPage(report));
}

/** The page as text. */
export async function reportPage({ title, lines, scores, tables, curve, costs }: Report): Promise<string> {
  const charts = [
    migrationBars(scores, { title: "Scores with 95 % intervals" }),
    ...curve ? [pairsCurve(curve, { title: "How many pairs" })] : [],
    ...costs
      ? [
        barIntervals(costs.flatMap(costBars), { title: "What smaller vectors cost", measure: "score", domain: [0, 1] }),
      ]
      : [],
  ];
  const pictures = await Promise.all(charts.map(renderSvg));
  const said = [...lines, ...curve ? [curveWords(curve)] : []].map((line) => `<p>${escaped(line)}</p>`);
  const shown = tables.map(([heading, text]) => `<h2>${escaped(heading)}</h2><pre>${escaped(text)}</pre>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b1f24; }
pre { overflow-x: auto; font-size: 13px; line-height: 1.4; } figure { margin: 2rem 0; } svg { max-width: 100%; height: auto; }
</style></head><body>
<h1>${escaped(title)}</h1>
${said.join("\n")}
${pictures.map((svg) => `<figure>${svg}</figure>`).join("\n")}
${shown.join("\n")}
</body></html>
`;
}

function costBars({ stored, scores }: Cost): BarRecord[] {
  return Object.entries(scores).map(([series, { map }]) => ({ name: stored, series, ...bar(map) }));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
