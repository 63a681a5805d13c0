/** Figure 3: the grid is the library's method at every ω and δ, and its findings say what the cells say. */
import assert from "node:assert/strict";
import { targetRows } from "../experiments/fig3.ts";
import { findings, gainsOf, optimumOf, trendOf } from "../experiments/fig3_findings.ts";
import { centeredSimilarity, gridCells, OMEGAS } from "../experiments/shared/grid.ts";
import { meanBy, type Row } from "../experiments/shared/summary.ts";
import { average } from "../lib/linalg/rows.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { fitIrp } from "../lib/method/irp.ts";
import { side } from "../lib/method/side.ts";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

forEachEngine("every cell is the library's map at its ω and δ, on the target's anchors", () => {
  const [a, b] = [normal(40, 6, "x"), normal(40, 8, "y")], [x, y] = [side(a), side(b)], samples = normal(9, 6, "s");
  for (const delta of [0, 0.3, 0.5]) {
    for (const cell of gridCells(x, y, { delta, seed: 3 }, samples, true)) {
      const completion = cell.completion ? "per-subset" as const : "none" as const;
      const map = fitIrp(a, b, { delta, subspaces: cell.omega, seed: 3, completion }),
        name = JSON.stringify(cell.omega);
      assert.ok(distance(cell.mapped, map.apply(samples)) < 1e-7, `${name} ${delta} ${completion}`);
      close([cell.anchors], [average(map.diagnostics.anchorsKept!)], 1e-12);
      close([cell.condition / average(map.diagnostics.conditionNumbers!)], [1], 1e-6, `${name} ${delta}`);
    }
  }
  const kept = [...gridCells(x, y, { delta: 0, seed: 3 }, samples, false)].map((c) => c.anchors);
  assert.deepEqual(kept, OMEGAS.map(() => 40), "δ = 0 keeps all");
});

Deno.test("the condition number is the effective one: a dead column does not make it infinite", () => {
  const dead = (m: Matrix): Matrix =>
    new Matrix(
      m.rows,
      m.cols + 1,
      Float64Array.from(
        { length: m.rows * (m.cols + 1) },
        (_, p) => p % (m.cols + 1) === m.cols ? 5 : m.at(Math.floor(p / (m.cols + 1)), p % (m.cols + 1)),
      ),
    );
  const [x, y] = [side(normal(40, 6, "x")), side(dead(normal(40, 8, "y")))];
  for (const { condition } of gridCells(x, y, { delta: 0, seed: 1 }, normal(3, 6, "s"), false)) {
    assert.ok(condition < 100, `${condition}`);
  }
});

Deno.test("similarity is seen from the target anchors' mean", () => {
  const anchors = new Matrix(20, 4, normal(20, 4, "a").data.map((v) => v + 50)), y = side(anchors);
  const [m, t] = [normal(10, 4, "m"), normal(10, 4, "t")].map((r) => new Matrix(10, 4, r.data.map((v) => v + 50)));
  assert.equal(centeredSimilarity(m!, t!, y), cosineSimilarity(m!, t!, { center: y.unit().mean }).mean);
  assert.ok(Math.abs(centeredSimilarity(m!, t!, y)) < 0.7 && cosineSimilarity(m!, t!).mean > 0.99);
});

const same = toySpace("same", rotation(6, "a")), wide = toySpace("wide", normal(6, 9, "wide"));
const rowsOf = (seed: number): readonly Row[] =>
  ["same", "wide"].flatMap((target) => targetRows([same, wide], { anchors: 40, seed, target }));

Deno.test("within a space all anchors give the samples back; between spaces the target's head reads them", () => {
  const rows = rowsOf(1),
    cell = (setting: string, delta: number) =>
      rows.filter((r) => r.setting === setting && r.delta === delta && r.omega === 16);
  assert.deepEqual(
    new Set(rows.map((r) => r.setting)),
    new Set(["intra", "intra, completed", "inter", "inter, completed"]),
  );
  for (const r of cell("intra", 0)) {
    assert.equal(r.source, r.target);
    assert.ok((r.similarity as number) > 0.999, `${r.similarity}`);
  }
  for (const r of cell("inter, completed", 0)) {
    assert.notEqual(r.source, r.target);
    assert.ok((r.accuracy as number) > 0.9 && (r.similarity as number) > 0.95, JSON.stringify(r));
  }
  assert.notDeepEqual(
    cell("inter", 0.5).map((r) => r.similarity),
    cell("inter, completed", 0.5).map((r) => r.similarity),
  );
  const anchors = meanBy(rows, ["delta"], ["anchors"]).map((r) => r.anchors as number);
  assert.deepEqual(anchors, anchors.toSorted((a, b) => b - a));
  assert.ok(anchors.at(-1)! < 0.5 * anchors[0]!);
});

Deno.test("the anchors are the seed's", () => {
  const at = (seed: number): readonly unknown[] => rowsOf(seed).filter((r) => r.delta === 0).map((r) => r.similarity);
  assert.deepEqual(at(1), at(1));
  assert.notDeepEqual(at(1), at(2));
});

/** Cells of two encoders and two seeds; intra and inter as given. */
function cells(similarity: (omega: number, delta: number, setting: string) => number): readonly Row[] {
  return [1, 2].flatMap((seed) =>
    [["a", "a"], ["a", "b"], ["b", "a"], ["b", "b"]].flatMap(([source, target]) =>
      ["", ", completed"].flatMap((more) =>
        OMEGAS.flatMap((omega) =>
          [0, 0.5, 0.9].map((delta) => {
            const setting = `${source === target ? "intra" : "inter"}${more}`;
            const condition = source === target ? 10 + delta : 10 - delta,
              cell = { seed, source, target, omega, delta };
            return {
              ...cell,
              setting,
              similarity: similarity(omega, delta, setting),
              condition,
              anchors: 5,
              accuracy: 0.5,
            };
          })
        )
      )
    )
  );
}

Deno.test("findings: what subspaces add, where the best cell is and how surely, how conditions go with δ", () => {
  const made = cells((omega, delta, setting) => omega / 100 + (setting === "inter" && delta === 0.5 ? 0.5 : 0));
  const { records } = findings(made, { encoders: ["a", "b"], anchors: 5 }, 1);
  close([records.gains!.find((g) => g.setting === "intra" && g.delta === 0.9)!.gain as number], [0.15], 1e-9);
  const best = records.optimum![0] as Record<string, number>;
  assert.deepEqual([best.omega, best.delta, best.inside], [16, 0.5, 1]);
  assert.equal(records.trend![0]!.spearman, -1);
  const [grid] = records.grid!.filter((r) => r.setting === "inter" && r.omega === 1 && r.delta === 0.5);
  close([grid!.similarity, grid!.low, grid!.high] as number[], [0.51, 0.51, 0.51], 1e-9);
  assert.deepEqual([grid!.encoders, grid!.seeds], [2, 2]);
  const inter = (rows: readonly Row[]): readonly Row[] => rows.filter((r) => r.setting === "inter");
  const few = inter(cells((omega, delta) => (omega === 1 ? 0.5 : 0) + (delta === 0.5 ? 0.3 : 0)));
  assert.deepEqual([optimumOf(few, 1).omega, optimumOf(few, 1).inside], [1, 0]);
  assert.equal(gainsOf(few, 1)[0]!.gain, -0.5);
  assert.equal(trendOf(few.map((r) => ({ ...r, condition: r.delta })), 1).spearman, 1);
});
