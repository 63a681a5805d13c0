/** Every link of README and docs resolves: to a file of this project, and to a heading where it names one. */
import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname!, "..");

/** The Markdown files that people read. */
function pages(): string[] {
  const inFolder = (folder: string): string[] =>
    [...Deno.readDirSync(join(root, folder))].filter(({ name }) => name.endsWith(".md")).map(({ name }) =>
      join(root, folder, name)
    );
  return [...inFolder("."), ...inFolder("docs"), ...inFolder("bench"), ...inFolder("data")].sort();
}

/** Targets of links and pictures, code left out. */
function links(markdown: string): string[] {
  const prose = markdown.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);
}

/** A heading as the part after # in an address. */
const slug = (heading: string): string =>
  heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s-]/gu, "").trim().replaceAll(/\s/g, "-");

const headings = (markdown: string): string[] =>
  Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, text]) => slug(text!));

/** What is wrong with the links of a page. */
function dead(path: string, markdown: string): string[] {
  return links(markdown).filter((target) => !/^https?:/.test(target)).filter((target) => {
    const [file, part] = target.split("#") as [string, string?];
    const there = file === "" ? path : join(dirname(path), file);
    try {
      if (part === undefined) return !Deno.statSync(there);
      return !headings(there === path ? markdown : Deno.readTextFileSync(there)).includes(part);
    } catch {
      return true;
    }
  });
}

Deno.test("every link of README, docs and notes leads to a file, and to a heading where it names one", () => {
  const wrong = pages().flatMap((path) =>
    dead(path, Deno.readTextFileSync(path)).map((target) => `${relative(root, path)}: ${target}`)
  );
  assert.deepEqual(wrong, []);
});

Deno.test("a dead link, and a heading that is not there, are found; links in code are none", () => {
  const text = "# One two\n[a](nowhere.md) [b](#one-two) [c](#three) `[d](e.md)` [f](README.md#anchorage)";
  assert.deepEqual(dead(join(root, "page.md"), text), ["nowhere.md", "#three"]);
});
