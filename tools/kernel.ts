/** Installs the kernel for Jupyter: `deno task kernel`. @module */

import { installKernel } from "../lib/notebook/kernelspec.ts";
import { KERNEL } from "../lib/notebook/nbformat.ts";

if (import.meta.main) {
  try {
    const path = await installKernel();
    console.log(`Installed the kernel "${KERNEL.display_name}" at ${path}`);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
