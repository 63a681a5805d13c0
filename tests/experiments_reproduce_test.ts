import assert from "node:assert/strict";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..");

Deno.test({
  name: "reproduce, interrupted, ends its tasks and says what is done and how to go on",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const config = `--config=${join(root, "notebooks", "deno.json")}`;
    const args = ["run", "--no-check", config, "-A", join(root, "experiments", "report", "reproduce.ts")];
    const env = { NO_COLOR: "1" };
    const child = new Deno.Command(Deno.execPath(), { args, env, stdin: "null", stdout: "piped", stderr: "piped" })
      .spawn();
    const said = new Response(child.stderr).text();
    let signalled = false;
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (signalled || !/quick, seed 1/.test(chunk)) continue;
      child.kill("SIGINT");
      signalled = true;
    }
    assert.equal((await child.status).code, 1);
    assert.match(
      await said,
      /(^|\n)SIGINT interrupted it\nDone: nothing yet\. To go on: `deno task experiment fig3`, .*`deno task site`, or all of it/,
    );
  },
});
