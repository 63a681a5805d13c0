/** half and compose: each side from its own files only. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { readNpy, writeNpy } from "../lib/file/npy.ts";
import { sliceRows } from "../lib/linalg/matrix.ts";
import { inFolder, names, run, turned } from "./cli_helper.ts";
import { close } from "./helpers.ts";

const root = join(import.meta.dirname!, "..");

/** A command line in a process of its own that can read the program and one folder, and write only there. */
async function runIn(folder: string, ...args: readonly string[]): Promise<{ code: number; err: string }> {
  const allowed = [
    `--allow-read=${folder},${root}`,
    `--allow-write=${folder}`,
    "--allow-env",
    "--allow-sys",
    "--no-prompt",
  ];
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", ...allowed, join(root, "cli/main.ts"), ...args],
    cwd: folder,
    stdout: "null",
    stderr: "piped",
  });
  const { code, stderr } = await command.output();
  return { code, err: new TextDecoder().decode(stderr) };
}

Deno.test("each half is fitted where the other side's files are not, and the map made of both is the whole fit", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 120),
      [source, target, both] = ["source", "target", "both"].map((f) => `${folder}/${f}`);
    for (const path of [source!, target!, both!]) await Deno.mkdir(path);
    await Deno.rename(x, `${source}/anchors.npy`);
    await Deno.rename(y, `${target}/anchors.npy`);
    const encode = await runIn(source!, "half", "encode", "anchors.npy", "--out", "half.safetensors");
    const decode = await runIn(target!, "half", "decode", "anchors.npy", "--out", "half.safetensors");
    assert.deepEqual([encode.code, decode.code], [0, 0], encode.err + decode.err);
    const spy = await runIn(target!, "half", "decode", `${source}/anchors.npy`, "--out", "spy.safetensors");
    assert.notEqual(spy.code, 0); // the permission is what keeps the sides apart in this test
    await Deno.rename(`${source}/half.safetensors`, `${both}/encode.safetensors`);
    await Deno.rename(`${target}/half.safetensors`, `${both}/decode.safetensors`);
    const met = await runIn(both!, "compose", "encode.safetensors", "decode.safetensors", "--out", "map.safetensors");
    assert.equal(met.code, 0, met.err);
    assert.deepEqual(await names(both!), ["decode.safetensors", "encode.safetensors", "map.safetensors"]);
    const [a, b] = [`${source}/anchors.npy`, `${target}/anchors.npy`],
      out = `${folder}/out.npy`,
      whole = `${folder}/whole.npy`;
    await run("apply", `${both}/map.safetensors`, a, "--out", out);
    await run(
      "fit",
      a,
      b,
      "--method",
      "whitened",
      "--lambda",
      ".001",
      "--no-score",
      "--out",
      `${folder}/map.safetensors`,
    );
    await run("apply", `${folder}/map.safetensors`, a, "--out", whole);
    close((await readNpy(out)).data, (await readNpy(whole)).data, 1e-5);
  }));

Deno.test("halves of other anchors, of other relative spaces, or the wrong way round do not compose", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 120), few = `${folder}/few.npy`, path = (name: string) => `${folder}/${name}`;
    await writeNpy(few, sliceRows(await readNpy(y), 0, 60));
    await run("half", "encode", x, "--out", path("encode"));
    await run("half", "decode", y, "--out", path("decode"));
    await run("half", "decode", few, "--out", path("few"));
    await run("half", "decode", y, "--projection", "cosine", "--out", path("cosine"));
    for (
      const [a, b, wanted] of [
        ["encode", "few", /120 against 60/],
        ["encode", "cosine", /one relative space: whitened against cosine/],
        ["decode", "encode", /relative/],
      ] as const
    ) {
      const { code, err } = await run("compose", path(a), path(b), "--out", path("map"));
      assert.equal(code, 2);
      assert.match(err, wanted);
    }
    assert.equal((await names(folder)).includes("map"), false);
  }));
