/** Maps and halves on disk: every fit comes back bit by bit, and no changed file comes back as anything. */
import assert from "node:assert/strict";
import {
  compose,
  fitAffine,
  fitInverse,
  fitIrp,
  fitLinear,
  fitOrtho,
  fitRelative,
  fitWhitened,
  loadInverse,
  loadRelative,
  loadTranslation,
  saveHalf,
  saveTranslation,
  selectTranslation,
  space,
  type Translation,
} from "anchorage";
import { fitLOrtho, fitPartial, METHODS, type Projection } from "anchorage/method";
import config from "../deno.json" with { type: "json" };
import { fromJson, toJson } from "../lib/file/json.ts";
import { readSafetensors, type Safetensors, writeSafetensors } from "../lib/file/safetensors.ts";
import { VERSION } from "../lib/base/version.ts";
import { rng } from "../lib/base/random.ts";
import { inTemp } from "./file_helper.ts";
import { normal } from "./helpers.ts";

const ids = Array.from({ length: 24 }, (_, i) => `item ${i}`);
const x = space({ name: "old model", ids, vectors: normal(24, 5, "x") });
const y = space({ name: "new model", ids, vectors: normal(24, 7, "y") });

/** Every fit, with what makes it differ from its defaults. */
const FITS: Readonly<Record<string, () => Translation | Promise<Translation>>> = {
  irp: () => fitIrp(x, y, { seed: 3, norm: "carry" }),
  "irp, δ=0: an infinite condition": () => fitIrp(x.at(ids.slice(0, 6)), y.at(ids.slice(0, 6)), { delta: 0 }),
  completed: () => fitIrp(x, y, { completion: "per-subset", polar: true }),
  whitened: () => fitWhitened(x, y, { lambda: "auto", norm: "unit" }),
  partial: () => fitPartial(x, y, { p: 0.3, norm: "raw" }),
  ridge: () => fitLinear(x, y, { lambda: "auto" }),
  linear: () => fitLinear(x, y, { norm: "unit" }),
  ortho: () => fitOrtho(x.vectors, y.vectors, { scaling: "l2" }),
  "l-ortho": () => fitLOrtho(x, y),
  affine: () => fitAffine(x, y, { steps: 5 }),
  parseval: () => compose(fitRelative(x, { projection: "parseval" }), fitInverse(y, { projection: "parseval" })),
  selected: () => selectTranslation(x, y, { seed: 2 }),
};

for (const [name, fit] of Object.entries(FITS)) {
  Deno.test(`a saved translation comes back as it was: ${name}`, () =>
    inTemp(async (folder) => {
      const map = await fit(), path = `${folder}/deep/map.safetensors`, samples = normal(6, 5, "samples");
      await saveTranslation(path, map);
      const back = await loadTranslation(path);
      assert.deepEqual(back.apply(samples).data, map.apply(samples).data);
      const { apply: _, ...state } = map, { apply: __, ...found } = back;
      assert.deepEqual(fromJson(toJson(found)), fromJson(toJson(state)));
      assert.ok(Object.isFrozen(back) && Object.isFrozen(back.affine) && Object.isFrozen(back.diagnostics));
      if (map.source.name) assert.throws(() => back.apply(y), /it is of the target/);
    }));
}

Deno.test("halves of every projection come back as they were, and compose from their files", () =>
  inTemp(async (folder) => {
    const samples = normal(6, 5, "samples"), [a, b] = [`${folder}/a`, `${folder}/b`];
    for (
      const projection of ["cosine", "whitened", "parseval", "basis", "angular", "euclidean", "l1"] as Projection[]
    ) {
      const half = fitRelative(x, { projection, lambda: 0.02 });
      await saveHalf(a, half);
      const back = await loadRelative(a);
      assert.deepEqual(back.apply(samples).data, half.apply(samples).data, projection);
      assert.deepEqual(back.space, half.space);
    }
    for (const projection of ["cosine", "whitened", "parseval"] as const) {
      const [encode, decode] = [fitRelative(x, { projection }), fitInverse(y, { projection, norm: "unit" })];
      await saveHalf(a, encode);
      await saveHalf(b, decode);
      const map = compose(await loadRelative(a), await loadInverse(b));
      assert.deepEqual(map.apply(samples).data, compose(encode, decode).apply(samples).data);
      await saveTranslation(`${folder}/map`, map);
      assert.equal((await loadTranslation(`${folder}/map`)).independent, true);
    }
    await assert.rejects(loadTranslation(a), {
      message: `Cannot read ${a} as kind must be "translation": it is relative`,
    });
    await assert.rejects(loadRelative(b), { message: `Cannot read ${b} as kind must be "relative": it is inverse` });
  }));

/** A JSON value with one leaf replaced or one key dropped or added, at every place. */
function* mutants(value: unknown, path = ""): Generator<readonly [string, unknown]> {
  if (typeof value !== "object" || value === null) {
    for (const other of [null, "wrong", -1, 1e308, true, [], {}]) if (other !== value) yield [path, other];
    return;
  }
  const record = value as Record<string, unknown>, copy = (): Record<string, unknown> => structuredClone(record);
  if (!Array.isArray(value)) yield [path, { ...copy(), extra: 1 }];
  for (const key of Object.keys(record)) {
    if (!Array.isArray(value)) {
      yield [
        `${path}.${key}`,
        Object.fromEntries(Object.entries(copy()).filter(([k]) => k !== key)),
      ];
    }
    for (const [at, changed] of mutants(record[key], `${path}.${key}`)) {
      const whole = copy();
      whole[key] = changed;
      yield [at, Array.isArray(value) ? Object.values(whole) : whole];
    }
  }
}

const LOADERS = { translation: loadTranslation, relative: loadRelative, inverse: loadInverse } as const;
const SAVED = {
  translation: async (path: string) =>
    await saveTranslation(path, await selectTranslation(x, y, { methods: METHODS.slice(0, 3) })),
  relative: (path: string) => saveHalf(path, fitRelative(x, { projection: "basis" })),
  inverse: (path: string) => saveHalf(path, fitInverse(y, { subspaces: 2 })),
} as const;

for (const kind of ["translation", "relative", "inverse"] as const) {
  Deno.test(`every changed field of a saved ${kind} gives one sentence that names file and field`, () =>
    inTemp(async (folder) => {
      const path = `${folder}/whole`, changed = `${folder}/changed`;
      await SAVED[kind](path);
      const { tensors, metadata } = await readSafetensors(path);
      const refused = async (parts: Partial<Safetensors>, what: string): Promise<void> => {
        await writeSafetensors(changed, parts.tensors ?? tensors, parts.metadata ?? metadata);
        await assert.rejects(() => LOADERS[kind](changed), (error: Error) => {
          assert.ok(error instanceof TypeError || error instanceof RangeError, `${what}: ${error}`);
          assert.match(
            error.message,
            /^Cannot read .*\/changed as (state|sha256|kind|format|library|its tensor)[^\n]*$/,
            what,
          );
          return true;
        });
      };
      for (const key of Object.keys(metadata)) {
        await refused({ metadata: { ...metadata, [key]: "other" } }, key);
        await refused({ metadata: Object.fromEntries(Object.entries(metadata).filter(([k]) => k !== key)) }, key);
      }
      let count = 0;
      for (const [at, state] of mutants(fromJson(metadata.state!))) {
        if (toJson(state, 0) === metadata.state) continue;
        await refused({ metadata: { ...metadata, state: toJson(state, 0) } }, at);
        count++;
      }
      assert.ok(count > 100, `${count} mutants`);
      for (const name of Object.keys(tensors)) {
        const tensor = tensors[name]!, data = Float64Array.from(tensor.data as Float64Array);
        data[data.length - 1]! += 1e-9;
        await refused({ tensors: { ...tensors, [name]: { dtype: "F64", shape: tensor.shape, data } } }, name);
        await refused({
          tensors: {
            ...tensors,
            [name]: { ...tensor, shape: [...tensor.shape].reverse().concat(1) },
          } as Safetensors["tensors"],
        }, name);
        await refused({ tensors: Object.fromEntries(Object.entries(tensors).filter(([k]) => k !== name)) }, name);
      }
      await refused({ tensors: { ...tensors, more: tensors[Object.keys(tensors)[0]!]! } }, "a tensor more");
      const bytes = await Deno.readFile(path), draw = rng(1);
      for (let i = 0; i < 300; i++) {
        const at = draw.integer(bytes.length), copy = bytes.slice();
        copy[at]! ^= 1 << draw.integer(8);
        await Deno.writeFile(changed, copy);
        const found = await LOADERS[kind](changed).catch((error: Error) => error);
        assert.match(
          String(found),
          /^(Type|Range|Syntax)Error: Cannot read (the header of )?\S*changed /,
          `byte ${at}`,
        );
      }
    }));
}

Deno.test("the version that files carry is the library's", () => assert.equal(VERSION, config.version));
