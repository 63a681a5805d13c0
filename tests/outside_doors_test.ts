/** Every door opens from outside: one's own data set, encoder, head, method and score; ml-matrix and tfjs both ways. */
import assert from "node:assert/strict";
import { runOutside } from "./outside_helper.ts";
import { toFileUrl } from "./helpers.ts";

const entry = toFileUrl("mod.ts"), room = (name: string): string => toFileUrl(`lib/${name}/mod.ts`);

const DATA = `
import { makeDataset } from "${entry}";
const texts = Array.from({ length: 40 }, (_, i) => "x".repeat(i % 20 + 1) + (i < 20 ? "" : " y"));
const labels = texts.map((text) => text.length > 10 ? "long" : "short");
export const dataset = makeDataset({ name: "mine", texts, labels, splits: { train: 0.75, seed: 1 } });
`;

const ENCODER = `${DATA}
import { encodeDataset, type Encoder, Matrix } from "${entry}";
const encoder = (f: (n: number) => number): Encoder => ({
  ...{ name: "lengths", kind: "text", dim: 2, origin: "fixed", about: "Letters and words of a text." },
  encode: ({ texts }) => Matrix.from(texts!.map((t) => [f(t.length), t.split(" ").length])),
});
const source = await encodeDataset(dataset, encoder((n) => n)), target = await encodeDataset(dataset, encoder(Math.sqrt));
`;

const PROGRAMS = {
  "one's own data set and encoder": [
    `${ENCODER}\nconsole.log(source.name, source.vectors.rows, source.test.vectors.rows, source.encoder.dim);`,
    "mine/lengths 30 10 2",
  ],
  "one's own head": [
    `${ENCODER}
    import { stitch } from "${entry}";
    const head = { predict: (x: Matrix) => Int32Array.from({ length: x.rows }, (_, i) => Number(x.at(i, 0) <= 10)) };
    console.log(stitch(source.test, head).accuracy);`,
    "1",
  ],
  "one's own method": [
    `${ENCODER}
    import { type Space, stitchAll } from "${entry}";
    const mean = ({ vectors }: Space) => vectors.data.reduce((sum, v, i) => sum + (i % 2 ? 0 : v), 0) / vectors.rows;
    const scale = (from: Space, to: Space) => {
      const factor = mean(to) / mean(from);
      return { apply: (x: Matrix) => new Matrix(x.rows, 2, x.data.map((v, i) => i % 2 ? v : v * factor)) };
    };
    const named = (space: typeof source, name: string) => ({ ...space, encoder: { ...space.encoder, name } });
    const pair = [named(source, "a"), named(target, "b")];
    console.log(stitchAll(pair, { anchors: source.ids, fit: scale }).across > 0.5);`,
    "true",
  ],
  "one's own method among the selector's": [
    `${ENCODER}
    import { fitLinear, selectTranslation } from "${entry}";
    import { type Method, METHODS } from "${room("method")}";
    const own: Method = { name: "own", family: "own", fit: (source, target) => fitLinear(source, target) };
    const map = await selectTranslation(source, target, { methods: [...METHODS, own] });
    console.log(map.diagnostics.scores.some(({ name }) => name === "own"));`,
    "true",
  ],
  "one's own score": [
    `${ENCODER}
    import { selectTranslation } from "${entry}";
    import { type Rows, vectorsOf } from "${room("method")}";
    const score = (found: Rows, truth: Rows) => -Math.abs(vectorsOf(found).at(0, 0) - vectorsOf(truth).at(0, 0));
    const anchors = source.ids.slice(0, 20), map = await selectTranslation(source.at(anchors), target.at(anchors), { score });
    console.log(map.diagnostics.scores.every(({ score }) => score <= 0));`,
    "true",
  ],
} as const;

for (const [door, [program, expected]] of Object.entries(PROGRAMS)) {
  Deno.test(`${door}, in a script outside the checkout`, async () => {
    const { code, out, err } = await runOutside(program, ["--allow-import"]);
    assert.equal(code, 0, err);
    assert.equal(out, `${expected}\n`);
  });
}
