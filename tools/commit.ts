/**
 * The commit of this checkout.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { absent } from "../lib/file/absent.ts";

/**
 * The first twelve digits of the commit that `root` has checked out; undefined where there is no repository. A change
 * that is not committed does not show in it.
 */
export async function commitOf(root: string = join(import.meta.dirname!, "..")): Promise<string | undefined> {
  const git = await gitFolder(join(root, ".git"));
  const head = git && await line(join(git, "HEAD"));
  const ref = head && /^ref: (.+)$/.exec(head)?.[1];
  const commit = !git || !ref ? head : await refIn(git, ref);
  return commit?.slice(0, 12);
}

/** Where the repository is: a worktree has a file that names it. */
async function gitFolder(path: string): Promise<string | undefined> {
  const info = await Deno.stat(path).catch(absent);
  if (!info?.isFile) return info && path;
  return resolve(dirname(path), (await Deno.readTextFile(path)).replace(/^gitdir: /, "").trim());
}

/** A branch's commit: of the repository's own folder or, for a worktree, of the one that it shares; packed or not. */
async function refIn(git: string, ref: string): Promise<string | undefined> {
  const shared = resolve(git, await line(join(git, "commondir")) ?? ".");
  for (const folder of [git, shared]) {
    const commit = await line(join(folder, ref));
    if (commit !== undefined) return commit;
  }
  const packed = await Deno.readTextFile(join(shared, "packed-refs")).catch(absent) ?? "";
  return packed.split("\n").find((one) => one.endsWith(` ${ref}`))?.split(" ")[0];
}

async function line(path: string): Promise<string | undefined> {
  return (await Deno.readTextFile(path).catch(absent))?.trim();
}
