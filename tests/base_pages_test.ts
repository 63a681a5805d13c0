import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { onLargePages } from "../lib/base/runtime.ts";
import { floats } from "../lib/linalg/floats.ts";

const HUGE = "/sys/kernel/mm/transparent_hugepage/enabled", BYTES = 1 << 26;

/** What Linux notes of the mapping that holds the middle of an array: "hg" where large pages were asked for. */
function flags(array: Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>): readonly string[] {
  const middle = BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(array))) + BigInt(array.byteLength >> 1);
  let inside = false;
  for (const line of readFileSync("/proc/self/smaps", "utf8").split("\n")) {
    const range = /^([0-9a-f]+)-([0-9a-f]+) /.exec(line);
    if (range) inside = BigInt(`0x${range[1]}`) <= middle && middle < BigInt(`0x${range[2]}`);
    else if (inside && line.startsWith("VmFlags:")) return line.split(/\s+/);
  }
  throw new Error("no mapping holds the array");
}

Deno.test({
  name: "large arrays ask Linux for large pages, are zero, and can be written from end to end; others do not ask",
  ignore: Deno.build.os !== "linux" || !existsSync(HUGE),
  fn: () => {
    for (const dtype of ["f64", "f32"] as const) {
      const asked = floats(BYTES / (dtype === "f64" ? 8 : 4), dtype);
      assert.ok(flags(asked).includes("hg"), dtype);
      assert.ok(asked.every((x) => x === 0));
      assert.ok(asked.fill(2).every((x) => x === 2));
    }
    assert.ok(!flags(new Float64Array(BYTES / 8)).includes("hg"));
  },
});

Deno.test("an array that is too small to ask for, or empty, is given back as it is", () => {
  for (const length of [0, 1, 1000]) {
    const array = new Float32Array(length);
    assert.equal(onLargePages(array), array);
  }
});

Deno.test("without permission for native code nothing is asked, and nobody is", async () => {
  const script = `import { floats } from "${new URL("../lib/linalg/floats.ts", import.meta.url)}";
    console.log(floats(${BYTES / 8}, "f64").length);`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, script);
  const args = ["run", "--no-prompt", "--no-config", "--allow-read", file];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  await Deno.remove(file);
  assert.equal(new TextDecoder().decode(stdout), `${BYTES / 8}\n`, new TextDecoder().decode(stderr));
});
