/** The kernels that the native library uses: chosen, checked, remembered. */
import assert from "node:assert/strict";
import { ageOf, betterCores, chooseCore, type Switch } from "../lib/linalg/engine/cores.ts";
import type { Engine, GemmCall } from "../lib/linalg/engine/engine.ts";
import { integersOf, type Library, openLibrary } from "../lib/linalg/engine/library.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { selfCheck } from "../lib/linalg/engine/selfcheck.ts";
import { nativeEngine, toFileUrl } from "./helpers.ts";

type Call = readonly [name: string, ...args: unknown[]];

/** A library with kernels for `tables` on a processor with `can`, which now uses `own`; notes what it is asked. */
function fakeSwitch(own: string, tables: readonly string[], can: readonly string[]): {
  readonly lib: Switch;
  readonly core: () => string;
  readonly calls: Call[];
} {
  const calls: Call[] = [];
  let core = own, asked = "";
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replace("\0", "");
  const has = tables.map((name) => [`gotoblas_${name.toUpperCase()}`, {}]);
  const supports = ["avx", "avx2", "avx512", "avx512_bf16"].map((name) => [
    `support_${name}`,
    () => Number(can.includes(name)),
  ]);
  const lib = {
    ...Object.fromEntries([...has, ...supports]),
    stdin: null,
    flockfile: () => calls.push(["lock"]),
    funlockfile: () => calls.push(["unlock"]),
    setenv: (_: Uint8Array, value: Uint8Array) => calls.push(["set", asked = text(value)]),
    unsetenv: () => calls.push(["unset"]),
    gotoblas_dynamic_quit: () => {},
    gotoblas_dynamic_init: () => core = asked,
  };
  return { lib: lib as unknown as Switch, core: () => core, calls };
}

const TABLES = ["Prescott", "Sandybridge", "Haswell", "SkylakeX", "Cooperlake"];

Deno.test("newer kernels are those that library and processor both have, best first", () => {
  const newer = (own: string, tables: readonly string[], can: readonly string[]): readonly string[] =>
    betterCores(own, fakeSwitch(own, tables, can).lib);
  const all = ["avx", "avx2", "avx512", "avx512_bf16"];
  assert.deepEqual(newer("Prescott", TABLES, all), ["Cooperlake", "SkylakeX", "Haswell", "Sandybridge"]);
  assert.deepEqual(newer("Prescott", TABLES, ["avx", "avx2"]), ["Haswell", "Sandybridge"]);
  assert.deepEqual(newer("Nehalem", ["Prescott", "Haswell"], all), ["Haswell"]);
  assert.deepEqual(newer("Zen", TABLES, all), ["Cooperlake", "SkylakeX"]);
  assert.deepEqual(newer("SkylakeX", TABLES, ["avx", "avx2", "avx512"]), []);
  assert.deepEqual(newer("Opteron(SSE3)", TABLES, ["avx"]), ["Sandybridge"]);
  for (const unknown of ["Zen7", "Neoverse V9", "Cooperlake", "SapphireRapids"]) {
    assert.deepEqual(newer(unknown, TABLES, all), [], unknown);
    assert.ok(ageOf(unknown) > ageOf("SkylakeX"));
  }
});

Deno.test("the best kernels are taken whose results are right; the library's own where none are", () => {
  const choose = (wrong: readonly string[]): { core: string; fault: string | undefined; calls: readonly Call[] } => {
    const { lib, core, calls } = fakeSwitch("Prescott", TABLES, ["avx", "avx2", "avx512"]);
    const fault = chooseCore({ lib, core, check: () => wrong.includes(core()) ? `${core()} is wrong` : undefined });
    return { core: core(), fault, calls };
  };
  assert.deepEqual(choose([]), {
    core: "SkylakeX",
    fault: undefined,
    calls: [["lock"], ["set", "SkylakeX"], ["unset"], ["unlock"]],
  });
  assert.equal(choose(["SkylakeX"]).core, "Haswell");
  assert.equal(choose(["SkylakeX", "Haswell", "Sandybridge"]).core, "Prescott");
  assert.equal(choose(["SkylakeX", "Haswell", "Sandybridge"]).fault, undefined);
  const nothing = choose([...TABLES]);
  assert.equal(nothing.fault, "Prescott is wrong");
  assert.deepEqual(nothing.calls.at(-1), ["unlock"]);
});

Deno.test("the check of results accepts the engines and names what is wrong with a broken one", () => {
  const right = portableEngine();
  for (const engine of [right, nativeEngine()]) assert.equal(engine && selfCheck(engine), undefined);
  const broken = (change: (call: GemmCall) => void): Engine => ({
    ...right,
    gemm: (call): void => {
      right.gemm(call);
      change(call);
    },
  });
  const oneWrong = broken(({ c, m, n }) => m === 33 && (c[(m - 1) * n]! += 1));
  assert.match(selfCheck(oneWrong)!, /^row 32 of a product of 33 × \d+ by \d+ × \d+ entries is wrong in f64$/);
  assert.match(selfCheck(broken(({ c }) => c instanceof Float32Array && (c[c.length - 1]! += 1)))!, /in f32$/);
  assert.match(selfCheck(broken(({ c, m }) => m === 129 && c.fill(NaN, 0, 1)))!, /^row 0 .* 129 × 131/);
  const half: Engine = { ...right, cholesky: (a) => (right.cholesky(a)!.data[700]! *= 1 + 1e-9, undefined) };
  assert.match(selfCheck(half)!, /Cholesky/);
  const swapped: Engine = { ...right, svd: (a) => ({ ...right.svd(a), s: right.svd(a).s.toReversed() }) };
  assert.match(selfCheck(swapped)!, /singular value/);
});

Deno.test("a library whose integers have 64 bits is found out by its configuration, or by an inner product", () => {
  type Doors = Pick<Library, "ddot_" | "openblas_get_config">;
  const wide = (bytes: ArrayBufferLike): number => Number(new BigInt64Array(bytes)[0]!);
  const narrow = (bytes: ArrayBufferLike): number => new Int32Array(bytes)[0]!;
  const library = (read: (bytes: ArrayBufferLike) => number): Doors => ({
    openblas_get_config: null,
    ddot_: (n) => Math.max(0, read((n as Int32Array<ArrayBuffer>).buffer)),
  } as Doors);
  assert.equal(integersOf(library(narrow)), undefined);
  assert.equal(integersOf(library(wide)), "an inner product of two entries gave 0");
});

const native = nativeEngine(), switching = native?.info.version.startsWith("OpenBLAS") && Deno.build.arch === "x86_64";
const ILP64 = "/usr/lib/x86_64-linux-gnu/openblas64-pthread/libopenblas64.so.0";

Deno.test({
  name: "Debian's library with 64-bit integers is refused before its first product",
  ignore: !await Deno.stat(ILP64).then(() => true, () => false),
  fn: () => assert.throws(() => openLibrary(ILP64), /its integers must have 32 bits: .*USE64BITINT/),
});

/** Runs a program that starts with the library's kernels forced to `first`, without the environment saying so later. */
async function startedOn(first: string, program: string, cache: string, env = {}): Promise<unknown> {
  const load = `Deno.env.set("OPENBLAS_CORETYPE", "${first}");
    Deno.dlopen("${native!.info.library}", { dpotrf_: { type: "pointer" } });
    Deno.env.delete("OPENBLAS_CORETYPE");`;
  const own = Object.keys(env).length > 0 ? "" : load;
  const text = `${own}\nconsole.log(JSON.stringify(await (async () => { ${program} })()));`;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", text],
    env: { ANCHORAGE_CACHE: cache, ANCHORAGE_BLAS: native!.info.library, ...env },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

const tell = `const { engineInfo, matmul, Matrix } = await import("${toFileUrl("lib/linalg/mod.ts")}");
  const { core } = engineInfo();
  return { core, left: Deno.env.get("OPENBLAS_CORETYPE") ?? null, product: matmul(Matrix.identity(40), Matrix.identity(40)).at(3, 3) };`;

Deno.test({
  name: "a library that took old kernels is told better ones, remembers that, and obeys the environment",
  ignore: !switching || ageOf(native!.info.core) < 2,
  fn: async () => {
    const cache = await Deno.makeTempDir();
    try {
      const found = await startedOn("Prescott", tell, cache) as { core: string };
      assert.ok(ageOf(found.core) >= 2, `${found.core} is old`);
      assert.deepEqual(found, { core: found.core, left: null, product: 1 });
      const [note] = Array.from(Deno.readDirSync(cache)), path = `${cache}/${note!.name}`;
      assert.match(await Deno.readTextFile(path), new RegExp(`by itself Prescott\n${found.core}\n$`));
      await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace(`\n${found.core}\n`, "\nHaswell\n"));
      assert.equal((await startedOn("Prescott", tell, cache) as { core: string }).core, "Haswell");
      const obeyed = await startedOn("", tell, cache, { OPENBLAS_CORETYPE: "Nehalem" }) as { core: string };
      assert.equal(obeyed.core, "Nehalem");
    } finally {
      await Deno.remove(cache, { recursive: true });
    }
  },
});

const compare = `
  const { engine } = await import("${toFileUrl("lib/linalg/engine/select.ts")}");
  const { portableEngine } = await import("${toFileUrl("lib/linalg/engine/portable.ts")}");
  const { Matrix, rng } = await import("${toFileUrl("lib/linalg/mod.ts")}");
  const draw = rng(1), portable = portableEngine();
  let worst = 0;
  const note = (a, b) => a.forEach((x, i) => worst = Math.max(worst, Math.abs(x - b[i])));
  for (const m of [1, 2, 4, 6, 8, 16, 17, 24, 33, 65, 130]) for (const n of [1, 3, 8, 16, 31, 129]) for (const k of [1, 7, 64, 131]) {
    const [a, b] = [m * k, k * n].map((size) => Float64Array.from({ length: size }, () => draw.normal() / Math.sqrt(k)));
    const call = { m, n, k, a, lda: k, transA: false, b, ldb: k, transB: true, ldc: n, alpha: 1, beta: 0 };
    const [x, y] = [engine(), portable].map((one) => {
      const c = new Float64Array(m * n);
      one.gemm({ ...call, c });
      return c;
    });
    note(x, y);
  }
  const a = new Matrix(70, 70, Float64Array.from({ length: 4900 }, (_, p) => draw.normal() / 9 + (p % 71 === 0 ? 9 : 0)));
  note(engine().svd(a).s, portable.svd(a).s);
  note(engine().cholesky(a).data, portable.cholesky(a).data);
  return { core: engine().info.core, worst };`;

Deno.test({
  name: "every kernel set that library and processor have gives the portable engine's results",
  ignore: !switching,
  fn: async () => {
    for (const core of ["Prescott", "Sandybridge", "Haswell", "SkylakeX", "Cooperlake"]) {
      if (ageOf(core) > ageOf(native!.info.core)) continue;
      const found = await startedOn("", compare, "/dev/null/none", { OPENBLAS_CORETYPE: core }) as Found;
      assert.equal(found.core, core);
      assert.ok(found.worst < 1e-12, `${core} is off by ${found.worst}`);
    }
  },
});

interface Found {
  readonly core: string;
  readonly worst: number;
}
