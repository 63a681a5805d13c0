/**
 * The notebooks of a folder, in reading order.
 *
 * @module
 */
import { join } from "node:path";

/**
 * The paths of a folder's notebooks: numbered sections first, in order, then the others by name, and what goes beyond
 * the paper last.
 */
export async function listNotebooks(folder: string): Promise<readonly string[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return names.filter((name) => name.endsWith(".ipynb")).sort(bySection).map((name) => join(folder, name));
}

function bySection(a: string, b: string): number {
  return part(a) - part(b) || a.replace("-", ".0-").localeCompare(b.replace("-", ".0-"), "en", { numeric: true });
}

function part(name: string): number {
  return /^\d/.test(name) ? 0 : name.startsWith("beyond") ? 2 : 1;
}
