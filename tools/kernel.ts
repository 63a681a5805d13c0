/** Installs the kernel for Jupyter: `deno task kernel`. @module */

import { parseArgs } from "node:util";
import { installKernel } from "../lib/notebook/kernelspec.ts";
import { KERNEL } from "../lib/notebook/nbformat.ts";
import { runTask } from "./task.ts";

async function main(): Promise<void> {
  parseArgs({ options: {} }); // refuses whatever is there
  console.log(`Installed the kernel "${KERNEL.display_name}" at ${await installKernel()}`);
}

if (import.meta.main) await runTask(main);
