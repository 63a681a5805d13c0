import assert from "node:assert/strict";
import { join } from "node:path";
import { readResult, storedRun } from "../lib/notebook/results.ts";
import { inFolder } from "./notebook_helper.ts";

const stored = {
  ...{ experiment: "x", preset: "quick", seed: 3, seconds: 61.4, date: "2026-01-02T03:04:05Z", sizes: { k: 2 } },
  engine: { engine: "portable" },
  records: { grid: [{ a: 1, b: "p", v: 0.5 }, { a: 2, b: "p", v: 0.9 }, { a: 2, b: "q", v: { $number: "NaN" } }] },
};

async function withResult(body: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (temporary) => {
    await Deno.writeTextFile(join(temporary, "x-quick.json"), JSON.stringify(stored));
    await Deno.writeTextFile(join(temporary, "x-quick-c.json"), JSON.stringify({ mark: "point" }));
    await body(temporary);
  });
}

Deno.test("a stored result gives rows, values, the best row, charts and where it comes from", () =>
  withResult(async (temporary) => {
    const result = await readResult("x", { folder: temporary });
    assert.deepEqual(result.rows("grid", { a: [1, 2], b: "p" }).length, 2);
    assert.equal(result.value("grid", "v", { a: 1, b: "p" }), 0.5);
    assert.equal(result.best("grid", "v", { b: "p" })["a"], 2);
    assert.equal(result.least("grid", "v", { b: "p" })["a"], 1);
    assert.throws(() => result.least("grid", "v", { a: 9 }), { name: "RangeError" });
    assert.deepEqual(await result.chart("c"), { mark: "point" });
    assert.equal(
      result.provenance,
      "Stored run: `deno task experiment x`, seed 3, 2026-01-02, 61 s on the portable engine.",
    );
    await Deno.writeTextFile(join(temporary, "x-full.json"), JSON.stringify({ ...stored, preset: "full" }));
    assert.match((await readResult("x", { folder: temporary })).provenance, /--preset full/);
    assert.equal((await readResult("x", { folder: temporary, preset: "quick" })).preset, "quick");
  }));

Deno.test("a result that is not there names its task; unknown sets, fields and rows are refused", () =>
  withResult(async (temporary) => {
    const at = { folder: temporary };
    await assert.rejects(readResult("y", at), {
      message: `Cannot read the result of y as it must be in ${temporary}: run \`deno task experiment y\` to make it`,
    });
    await assert.rejects(readResult("x", { ...at, preset: "full" }), { message: /--preset full/ });
    const result = await readResult("x", at);
    assert.throws(() => result.rows("none"), { message: /the record set must be one of "grid": it is "none"/ });
    assert.throws(() => result.rows("grid", { z: 1 }), {
      message: /the field must be one of "a", "b", "v": it is "z"/,
    });
    assert.throws(() => result.row("grid", { a: 2 }), {
      name: "RangeError",
      message: 'Cannot read "grid" of x as one row must have a = 2: 2 have',
    });
    assert.throws(() => result.best("grid", "v", { a: 9 }), {
      name: "RangeError",
      message: "Cannot find the best row in grid of x as some row must fit: none does",
    });
    assert.throws(() => result.value("grid", "b", { a: 1 }), {
      name: "RangeError",
      message: 'Cannot read grid of x as "b" must be a number: it is "p"',
    });
  }));

Deno.test("a stored result with a missing, unknown or odd field is refused by file and field", () =>
  withResult(async (temporary) => {
    const path = join(temporary, "x-quick.json"), { date: _, ...dateless } = stored;
    const cases: [unknown, string][] = [
      [dateless, "date must be there: it is missing"],
      [{ ...stored, colour: 1 }, "colour must be absent: it is 1"],
      [{ ...stored, seconds: "61" }, "seconds must be a finite number: it is 61"],
      [{ ...stored, engine: {} }, "engine.engine must be text: it is undefined"],
      [{ ...stored, records: { grid: [1] } }, "records.grid[0] must be an object: it is 1"],
      [[], "it must be an object: it is a list of 0"],
    ];
    for (const [value, reason] of cases) {
      await Deno.writeTextFile(path, JSON.stringify(value));
      await assert.rejects(readResult("x", { folder: temporary }), { message: `Cannot read ${path} as ${reason}` });
    }
  }));

Deno.test("a full run comes before a quick one, wherever it is; of one preset the made one before the kept", () =>
  withResult(async (kept) => {
    const made = join(kept, "made");
    await Deno.writeTextFile(join(kept, "x-full.json"), "{}");
    await Deno.mkdir(made);
    await Deno.writeTextFile(join(made, "x-quick.json"), "{}");
    assert.equal(await storedRun("x", [made, kept]), join(kept, "x-full"));
    assert.equal(await storedRun("x", [made, kept], "quick"), join(made, "x-quick"));
    await Deno.writeTextFile(join(made, "x-full.json"), "{}");
    assert.equal(await storedRun("x", [made, kept]), join(made, "x-full"));
    assert.equal(await storedRun("y", [made, kept]), undefined);
  }));
