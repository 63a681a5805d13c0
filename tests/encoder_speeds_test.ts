/** Speeds on cards and in the docs: as they were measured, nothing typed. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { encoderTable } from "../bench/encoders.ts";
import { datasets } from "../lib/data/registry.ts";
import { encoders } from "../lib/encoder/cards.ts";
import { withSpeed } from "../lib/encoder/pretrainedcards.ts";
import speeds from "../lib/encoder/speeds.json" with { type: "json" };

const DOCS = join(import.meta.dirname!, "..", "docs", "data.md");

Deno.test("a card has the speed that was measured of it, and its machine; others have none", () => {
  const where = { machine: "2 × abacus", date: "2026-01-01", items: 5 };
  const card = withSpeed({ name: "a" }, { ...where, perSecond: { a: 7 } });
  assert.deepEqual(card, { name: "a", speed: { perSecond: 7, ...where } });
  assert.deepEqual(withSpeed({ name: "b" }, { ...where, perSecond: { a: 7 } }), { name: "b" });
  const measured: Readonly<Record<string, number>> = speeds.perSecond;
  for (const { name, speed } of encoders()) assert.equal(speed?.perSecond, measured[name], name);
});

Deno.test("the docs have the table of the cards, and as many items a second as were asked for", async () => {
  const docs = await Deno.readTextFile(DOCS);
  assert.ok(docs.includes(encoderTable()), "run `deno task bench --encoders`");
  assert.match(encoderTable(), /^\| `centernet` \| images \| 480 \| MIT \(the package\) \| \d+ \|/m);
  const of = (name: string): number => encoders().find((card) => card.name === name)!.speed!.perSecond;
  assert.ok(of("use-lite") >= 50 && of("centernet") >= 100);
});

Deno.test("the docs name every data set, or the group that it is of, and every encoder that others trained", async () => {
  const docs = await Deno.readTextFile(DOCS), named = new Set(docs.match(/`[^`\n]+`/g));
  const groups = [/^emoji(-|$)/, /^messages\//, /^sib-200\//];
  const absent = datasets().filter(({ name }) =>
    !named.has(`\`${name}\``) && !groups.some((group) => group.test(name))
  );
  const others = encoders().filter(({ name, origin }) => origin === "pretrained" && !named.has(`\`${name}\``));
  assert.deepEqual([...absent, ...others].map(({ name }) => name), []);
});
