/**
 * Models of a hub by the names that presets give them; their files are in a folder, as nothing is fetched in a run.
 *
 * @module
 */
import { join } from "node:path";
import { ownFolder } from "../../lib/data/files.ts";

/** The model and dimension of "hub:<model>@<dimension>"; undefined for other names. */
export function hubModel(encoder: string): { readonly model: string; readonly dim: number } | undefined {
  const [, model, dim] = /^hub:(.+)@(\d+)$/.exec(encoder) ?? [];
  return model === undefined ? undefined : { model, dim: Number(dim) };
}

/** Where the files of hub models are: nothing is fetched in a run. */
export const hubFolder = (): string => join(ownFolder() ?? "data", "hub");
