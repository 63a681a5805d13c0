/**
 * `tests/kills.ts [name…] [--times 20] [--seed n]`: programs that write are killed (SIGKILL) at random moments, over what
 * an earlier run left. After each kill no process of theirs is left and what is there is whole and of one run; after the
 * last, a run to its end leaves just what a run alone leaves.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { rng } from "../lib/base/random.ts";
import { writeNpy } from "../lib/file/npy.ts";
import { readJson } from "../lib/file/json.ts";
import { normal } from "./helpers.ts";
import { write } from "./notebook_helper.ts";

const ROOT = join(import.meta.dirname!, ".."), CONFIG = `--config=${join(ROOT, "notebooks", "deno.json")}`;
const url = (path: string): string => new URL(`../${path}`, import.meta.url).href;

/** A program, its folder made ready, and what must hold of the folder whenever it was killed. */
interface Subject {
  /** Makes the folder ready. */
  readonly prepare?: (folder: string) => Promise<unknown>;
  /** What Deno is given for the i-th run; runs of even and odd i write different things. */
  readonly args: (folder: string, i: number) => readonly string[];
  readonly cwd?: (folder: string) => string;
  /** Seconds within which it is killed; the time of a whole run by default. */
  readonly within?: number;
  /** Throws unless what is there is whole and of one run, given the files that whole runs leave (even, odd). */
  readonly check: (folder: string, whole: readonly [Files, Files]) => Promise<void>;
}
type Files = ReadonlyMap<string, string>;

const evaluated = (code: string): readonly string[] => ["eval", CONFIG, "--no-check", code];

/** Each of the files is one that a whole run leaves; those named are of the same. */
const asWhole = (names: readonly string[]) => async (folder: string, whole: readonly [Files, Files]): Promise<void> => {
  const now = await filesOf(folder), of = names.filter((name) => now.has(name));
  const same = whole.some((files) => of.every((name) => files.get(name) === now.get(name)));
  assert.ok(same, `a mixture: ${of.join(", ")}`);
};

const SUBJECTS: Readonly<Record<string, Subject>> = {
  translateNpy: {
    prepare: async (folder) => await writeNpy(join(folder, "x.npy"), normal(200_000, 32, "x")),
    args: (folder, i) =>
      evaluated(`import { fitOrtho, Matrix } from "${url("mod.ts")}";
        import { rng } from "${url("lib/base/random.ts")}";
        import { translateNpy } from "${url("lib/file/mod.ts")}";
        const draw = rng(${i % 2}), y = new Matrix(64, 32, Float64Array.from({ length: 2048 }, () => draw.normal()));
        await translateNpy(fitOrtho(y, new Matrix(64, 32, y.data.toReversed())), "${folder}/x.npy", "${folder}/y.npy");`),
    check: asWhole(["x.npy", "y.npy"]),
  },
  experiment: {
    args: (folder, i) =>
      evaluated(`import { toy, toyCommand } from "${url("tests/experiments_toy_helper.ts")}";
        import { measureRun } from "${url("experiments/run.ts")}";
        import { saveResult } from "${url("experiments/experiment.ts")}";
        const chart = (values) => ({ mark: "point", data: { values }, encoding: { y: { field: "square", type: "quantitative" } } });
        const findings = (found) => ({ records: { squares: found }, charts: { a: chart(found), b: chart(found.slice(2)) } });
        const command = toyCommand("${folder}", { seed: ${i % 2} }), experiments = [{ ...toy, findings }];
        const { result, cells } = await measureRun(command, { experiments, progress: () => () => {} });
        await saveResult({ ...result, date: "", seconds: 0 }, cells.map((cell) => ({ ...cell, date: "", seconds: 0 })), "${folder}");`),
    check: asWhole(["toy-quick.json", "toy-quick-a.png", "toy-quick-b.png"]),
  },
  notebooks: {
    prepare: (folder) =>
      write(folder, ["const a: number = 1;\na", "for (let i = 0; i < 3; i++) console.log(i);", "a + 1"]),
    args: (folder) => ["run", "-A", "--no-lock", join(ROOT, "tools", "notebooks.ts"), join(folder, "a.ipynb")],
    check: async (folder, whole) => {
      const now = (await filesOf(folder)).get("a.ipynb"), before = atob(now!);
      assert.ok(now === whole[0].get("a.ipynb") || !before.includes("output_type"), "a part of a notebook");
    },
  },
  reproduce: {
    // In a clone of what is committed, as it writes where it stands.
    prepare: (folder) => done("git", "clone", "-q", "--depth", "1", `file://${ROOT}`, join(folder, "clone")),
    args: () => ["run", CONFIG.replace(ROOT, "."), "-A", "experiments/report/reproduce.ts"],
    cwd: (folder) => join(folder, "clone"),
    within: 20,
    check: async (folder) => {
      for (const name of (await filesOf(folder)).keys()) {
        if (/^clone\/out\/.*json$/.test(name)) await readJson(join(folder, name));
      }
    },
  },
};

async function done(command: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** The files below a folder, by path, with their content; of folders in it, whose files have dates, the names alone. */
async function filesOf(folder: string, start = ""): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(join(folder, start))) {
    if (name === ".git") continue;
    const path = start + name;
    if (isDirectory) { for (const [key, value] of await filesOf(folder, `${path}/`)) found.set(key, value); }
    else found.set(path, start === "" ? (await Deno.readFile(join(folder, path))).toBase64() : "");
  }
  return found;
}

/** Processes whose command line or folder is in the folder. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name: pid } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const line = await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "");
    const cwd = await Deno.readLink(`/proc/${pid}/cwd`).catch(() => "");
    if (line === "") continue; // it is ending
    if (line.includes(folder) || cwd.startsWith(folder)) {
      found.push(`${pid} ${line.replaceAll("\0", " ").slice(0, 200)}`);
    }
  }
  return found;
}

/** Waits until no process is in the folder. @throws {AssertionError} If one is after 2.5 s. */
async function alone(folder: string): Promise<number> {
  const started = performance.now();
  for (;;) {
    const left = await processesIn(folder), seconds = (performance.now() - started) / 1000;
    if (left.length === 0) return seconds;
    assert.ok(seconds < 2.5, `orphans: ${left.join("; ")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // it has just ended by itself
  }
}

async function killed(name: string, times: number, seed: number): Promise<string> {
  const subject = SUBJECTS[name]!, draw = rng(`${seed} ${name}`), folders: string[] = [];
  const ready = async (): Promise<string> => {
    const folder = await Deno.makeTempDir({ prefix: "anchorage-kills-" });
    await subject.prepare?.(folder);
    return folders[folders.length] = folder;
  };
  const start = (folder: string, i: number): Deno.ChildProcess => {
    const options = { cwd: subject.cwd?.(folder) ?? folder, stdin: "null", stdout: "null", stderr: "null" } as const;
    return new Deno.Command(Deno.execPath(), { ...options, args: [...subject.args(folder, i)] }).spawn();
  };
  try {
    const [even, odd] = [await ready(), await ready()];
    for (const [i, folder] of subject.within ? [] : [even, odd].entries()) {
      assert.ok((await start(folder, i).status).success);
    }
    const began = performance.now();
    if (!subject.within) await start(even, 0).status; // over what is there, as those that are killed
    const within = subject.within ?? (performance.now() - began) / 1000,
      whole = [await filesOf(even), await filesOf(odd)] as const;
    const folder = await ready();
    let amid = 0, slowest = 0;
    for (let i = 0; i < times; i++) {
      const child = start(folder, i), timer = setTimeout(() => kill(child), 1000 * within * draw.uniform());
      if (!(await child.status).success) amid++;
      clearTimeout(timer);
      slowest = Math.max(slowest, await alone(folder));
      await subject.check(folder, whole);
    }
    assert.ok((await start(folder, 0).status).success, "a run to its end succeeds");
    await subject.check(folder, whole);
    const left = [...(await filesOf(folder)).keys()].sort();
    const known = whole.flatMap((files) => [...files.keys()]);
    if (subject.within === undefined) assert.deepEqual(left.filter((file) => !known.includes(file)), []);
    assert.deepEqual(
      left.filter((file) => /\.tmp$|\.partial$|\.ts$/.test(file) && !/^clone\/(?!out\/)/.test(file)),
      [],
    );
    return `${name}: killed ${amid} of ${times} times amid a run of ${
      within.toFixed(1)
    } s; nothing mixed, nothing left, the last process gone ${slowest.toFixed(2)} s after`;
  } finally {
    for (const folder of folders) await Deno.remove(folder, { recursive: true });
  }
}

const text = { type: "string" } as const;
const { values, positionals } = parseArgs({ options: { times: text, seed: text }, allowPositionals: true });
for (const name of positionals.length > 0 ? positionals : Object.keys(SUBJECTS)) {
  console.log(await killed(name, Number(values.times ?? 20), Number(values.seed ?? 1)));
}
