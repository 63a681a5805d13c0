/** Figure 6: the grid over pairs, correlations with intervals over independent runs, few anchors against many. */
import assert from "node:assert/strict";
import { allAnchorRows, gridRows } from "../experiments/fig6.ts";
import { correlations, fewAgainstMany, findingsOf, SETTINGS } from "../experiments/fig6_findings.ts";
import { DELTAS, OMEGAS } from "../experiments/shared/grid.ts";
import type { Row } from "../experiments/shared/summary.ts";
import { rng } from "../lib/base/random.ts";
import { withHead } from "../experiments/shared/spaces.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { normal } from "./helpers.ts";

/** Cells in which accuracy is similarity, times a sign, plus noise; anchors fall with δ as the condition does. */
function cells(sign: number, noise: number): readonly Row[] {
  const draw = rng("cells");
  return ["a", "b", "c"].flatMap((source) =>
    SETTINGS.flatMap((setting) =>
      OMEGAS.flatMap((omega) =>
        DELTAS.map((delta) => {
          const similarity = draw.uniform(), logCondition = 2 - 2 * delta;
          const cell = { source, target: "t", seed: 1, setting, omega, delta, similarity, logCondition };
          const accuracy = sign * similarity + noise * draw.normal();
          return { ...cell, accuracy, condition: 10 ** logCondition, anchors: 20 - 20 * delta };
        })
      )
    )
  );
}

Deno.test("correlations are of the grid's means, and their intervals hold them", () => {
  const rows = correlations(cells(1, 0), 1);
  assert.equal(rows.length, 6);
  for (const r of rows) assert.ok((r.low as number) <= (r.high as number) && Math.abs(r.pearson as number) <= 1);
  const of = (made: readonly Row[], a: string): Row => made.find((r) => r.a === a)!;
  assert.ok(Math.abs((of(rows, "similarity").pearson as number) - 1) < 1e-9);
  assert.ok(Math.abs((of(rows, "logCondition").pearson as number) - 1) < 1e-9);
  assert.ok((of(rows, "condition").pearson as number) < 0.99);
  assert.ok((of(correlations(cells(-1, 0), 1), "similarity").pearson as number) < -0.99);
  const noisy = of(correlations(cells(1, 1), 1), "similarity");
  assert.ok((noisy.pearson as number) < 0.9 && (noisy.high as number) - (noisy.low as number) > 0.01);
});

Deno.test("few anchors are compared with all of them pair by pair", () => {
  const few = cells(1, 0), best = few.find((c) => c.setting === SETTINGS[0])!;
  const all = ["a", "b", "c"].flatMap((source) =>
    ["IRP (ω=1, δ=0)", "whitened"].map((method, i) => ({
      source,
      target: "t",
      seed: 1,
      method,
      k: 20,
      accuracy: 2 * i - 1,
    }))
  );
  const [irp, whitened] = fewAgainstMany(few, best, all, 1) as [Row, Row];
  assert.deepEqual([irp.against, irp.wins, whitened.losses], ["IRP (ω=1, δ=0)", 3, 3]);
});

Deno.test("the whole figure on small spaces", () => {
  const spaces = [toySpace("x", rotation(6, "a")), toySpace("y", rotation(6, "b"))];
  const cell = { anchors: 40, seed: 1, completion: true };
  const rows = ["x", "y"].flatMap((target) => gridRows(spaces, { ...cell, target }));
  assert.equal(rows.length, 2 * DELTAS.length * OMEGAS.length * 2);
  const { records, charts } = findingsOf([...rows, ...allAnchorRows(spaces, 40, 1)], 1);
  assert.equal(records.grid!.length, DELTAS.length * OMEGAS.length * 2);
  assert.equal(gridRows(spaces, { ...cell, target: "x", completion: false }).length, DELTAS.length * OMEGAS.length);
  assert.deepEqual(records.fewAgainstMany!.map((r) => r.against), ["IRP (ω=1, δ=0)", "ridge IRP", "whitened"]);
  assert.deepEqual(Object.keys(charts), ["grid", "correlation"]);
});

Deno.test("cells are between spaces, read by the target's head, completed where they say so", () => {
  const source = toySpace("x", rotation(6, "a")), wide = toySpace("wide", normal(6, 9, "wide"));
  const misled = {
    ...source,
    head: withHead({ ...source, labels: source.labels.map((l) => (l + 1) % 3) }, {
      ...{ rows: 120, kind: "linear", seed: 0 } as const,
    }).head,
  };
  const rows = gridRows([misled, wide], { anchors: 40, seed: 1, target: "wide", completion: true }),
    all = (setting: string) =>
      rows.filter((r) => r.setting === setting && r.delta === 0 && r.omega === 16).map((r) => r.accuracy as number);
  assert.ok(rows.every((r) => r.source === "x" && r.target === "wide"));
  assert.ok(
    all("completed")[0]! > 0.9 && all("not completed")[0]! < all("completed")[0]! - 0.05,
    String([all("completed"), all("not completed")]),
  );
});

Deno.test("correlations keep the settings apart, and the best cell has the highest accuracy without completion", () => {
  const mixed = cells(1, 0).map((c) => c.setting === SETTINGS[1] ? { ...c, accuracy: -(c.accuracy as number) } : c);
  const found = correlations(mixed, 1).filter((r) => r.a === "similarity").map((r) => Math.round(r.pearson as number));
  assert.deepEqual(found, [1, -1]);
  const { records } = findingsOf([...mixed, ...many(mixed)], 1),
    plain = records.grid!.filter((g) => g.setting === SETTINGS[0]);
  const best = Math.max(...plain.map((g) => g.accuracy as number));
  assert.ok(Math.abs((records.fewAgainstMany![0]!.difference as number) - best) < 1e-9);
});

/** All anchors reach nothing, from every source. */
const many = (rows: readonly Row[]): readonly Row[] =>
  ["a", "b", "c"].map((source) => ({ ...rows[0], source, method: "whitened", k: 20, accuracy: 0 }));

Deno.test("every dataset has its own correlations, and targets that the anchors span are judged apart", () => {
  const of = (dataset: string, sign: number): readonly Row[] => {
    const rows = cells(sign, 0).map((c): Row => ({ dataset, ...c, deficient: c.source !== "a" }));
    const turned = rows.map((r) => r.deficient ? r : { ...r, accuracy: -(r.accuracy as number) });
    return [...turned, ...many(rows).map((r) => ({ ...r, dataset }))];
  };
  const { records, charts } = findingsOf([...of("p", 1), ...of("q", -1)], 1);
  const signs = (set: string): readonly number[] =>
    records[set]!.filter((r) => r.a === "similarity" && r.setting === SETTINGS[0]).map((r) =>
      Math.sign(r.pearson as number)
    );
  assert.deepEqual([signs("correlations"), signs("fullRank")], [[1, -1], [-1, 1]]);
  assert.deepEqual(records.grid!.map((r) => r.dataset).filter((d, i, all) => all.indexOf(d) === i), ["p", "q"]);
  assert.deepEqual(Object.keys(charts), ["grid", "correlation", "grid-q", "correlation-q"]);
  assert.equal(findingsOf([...cells(1, 0), ...many(cells(1, 0))], 1).records.fullRank!.length, 0);
});
