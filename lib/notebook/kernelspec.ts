/**
 * The kernelspec "Anchorage (Deno)", by which JupyterLab, VS Code and the classic Notebook find Deno's kernel.
 *
 * @module
 */

import { homedir } from "node:os";
import { join } from "node:path";
import { writeAtomic } from "../file/atomic.ts";
import { KERNEL } from "./nbformat.ts";

/** Where to install, and which Deno. */
export interface InstallOptions {
  /** A Jupyter data folder; the user's own by default. */
  readonly folder?: string;
  /** The Deno that the kernel runs on; the running one by default. */
  readonly executable?: string;
}

/**
 * Installs the kernelspec and returns the path of its `kernel.json`. Jupyter starts a kernel in the notebook's folder,
 * where Deno finds this project's `deno.json` and with it the import map. Install again after moving Deno.
 *
 * @throws {Error} when Deno only exists in the cache of npx, which may be emptied at any time
 *
 * @example
 * ```ts
 * import { installKernel } from "anchorage/notebook";
 *
 * const folder = await Deno.makeTempDir();
 * console.log(await installKernel({ folder, executable: "/usr/bin/deno" }));
 * ```
 */
export async function installKernel(options: InstallOptions = {}): Promise<string> {
  const { folder = jupyterFolder(), executable = Deno.execPath() } = options;
  if (/[\\/]_npx[\\/]/.test(executable)) {
    throw new Error(
      `Cannot install the kernel as Deno must be installed for good: it is in npx's cache, at ${executable}. ` +
        `Install it with "npm install --global deno@${Deno.version.deno}" and run "deno task kernel" again`,
    );
  }
  const argv = [executable, "jupyter", "--kernel", "--conn", "{connection_file}"];
  const spec = { argv, display_name: KERNEL.display_name, language: KERNEL.language };
  const path = join(folder, "kernels", KERNEL.name, "kernel.json");
  await writeAtomic(path, JSON.stringify(spec, null, 2) + "\n");
  return path;
}

/** The user's Jupyter data folder, by Jupyter's own rules. */
function jupyterFolder(): string {
  const named = Deno.env.get("JUPYTER_DATA_DIR");
  if (named) return named;
  if (Deno.build.os === "darwin") return join(homedir(), "Library", "Jupyter");
  if (Deno.build.os === "windows") return join(Deno.env.get("APPDATA") ?? homedir(), "jupyter");
  return join(Deno.env.get("XDG_DATA_HOME") || join(homedir(), ".local", "share"), "jupyter");
}
