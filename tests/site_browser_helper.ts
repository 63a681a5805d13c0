/** Chromium, if it is here, and scripts that drive it in a process of their own. @module */
import assert from "node:assert/strict";
import { join } from "node:path";

async function browserPath(): Promise<string | undefined> {
  for (const path of ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) {
    try {
      await Deno.stat(path);
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/** Its path; undefined where it is not installed. */
export const chromium = await browserPath();
if (chromium === undefined) console.log("browser tests are skipped: Chromium is not installed");

/** What a script of this folder prints as JSON, which drives Chromium. */
export async function inBrowser<T>(script: string, args: readonly string[]): Promise<T> {
  const config = `--config=${join(import.meta.dirname!, "..", "notebooks", "deno.json")}`;
  const all = ["run", config, "--allow-all", join(import.meta.dirname!, script), chromium!, ...args];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: all, stdin: "null" }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
