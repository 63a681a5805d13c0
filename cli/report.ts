/**
 * A trial as one HTML page with charts, that needs nothing else.
 *
 * @module
 */
import { barIntervals, type BarRecord } from "../lib/chart/bars.ts";
import { accuracyOverAnchors } from "../lib/chart/lines.ts";
import { renderSvg } from "../lib/chart/render.ts";
import { writeAtomic } from "../lib/file/atomic.ts";
import type { Interval } from "../lib/measure/bootstrap.ts";
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
    barIntervals(scores.flatMap(bars), { title: "Scores with 95 % intervals", measure: "score", domain: [0, 1] }),
    ...curve
      ? [accuracyOverAnchors(curve.flatMap(points), { title: "How many pairs", measure: "score", domain: [0, 1] })]
      : [],
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

/** The three ways, and two stages where there are, of a score; ends cut to what the axis shows. */
function bars({ name, map, nothing, reembedding, twoStage }: MigrationScore): BarRecord[] {
  return [
    { name, series: "doing nothing", value: clip(nothing.value) },
    { name, series: "map", ...bar(map) },
    ...twoStage ? [{ name, series: "in two stages", ...bar(twoStage) }] : [],
    { name, series: "re-embedding", value: clip(reembedding.value) },
  ];
}

function costBars({ stored, scores }: Cost): BarRecord[] {
  return Object.entries(scores).map(([series, { map }]) => ({ name: stored, series, ...bar(map) }));
}

function points({ pairs, scores }: CurvePoint): { anchors: number; value: number; series: string }[] {
  return Object.entries(scores).map(([series, { estimate }]) => ({ anchors: pairs, value: clip(estimate), series }));
}

const clip = (x: number): number => Math.min(1, Math.max(0, x));
const bar = ({ estimate, low, high }: Interval): Pick<BarRecord, "value" | "low" | "high"> => ({
  value: clip(estimate),
  low: clip(low),
  high: clip(high),
});

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
