/**
 * The package's types: a declaration for each module, as TypeScript writes them.
 *
 * @module
 */
import { dirname } from "node:path";
import { lazy } from "../../lib/base/lazy.ts";

/** What is used of TypeScript. */
interface TypeScript {
  readonly ScriptTarget: { readonly ESNext: number };
  readonly ModuleKind: { readonly ESNext: number };
  readonly ModuleResolutionKind: { readonly Bundler: number };
  createProgram(files: readonly string[], options: unknown): {
    emit(
      file: undefined,
      write: (path: string, text: string) => void,
      signal: undefined,
      declarations: true,
    ): { readonly diagnostics: readonly { readonly messageText: unknown }[] };
  };
}

/**
 * Writes the declarations of `entry` and of all that it imports under `folder`, each where its source is under `root`.
 *
 * @throws {Error} If TypeScript cannot say a type.
 */
export async function writeTypes(entry: string, root: string, folder: string): Promise<void> {
  const { default: ts } = await lazy<{ readonly default: TypeScript }>("typescript");
  const options = {
    ...{ declaration: true, emitDeclarationOnly: true, allowImportingTsExtensions: true, resolveJsonModule: true },
    ...{ target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, strict: true, types: [] },
    ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, rootDir: root, outDir: folder },
  };
  const write = (path: string, text: string): void => {
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeTextFileSync(path, text.replaceAll(/((?:from |import\()"\.[^"]*)\.ts"/g, '$1.js"'));
  };
  const { diagnostics: [wrong] } = ts.createProgram([entry], options).emit(undefined, write, undefined, true);
  if (wrong) throw new Error(`Cannot write the package's types: ${JSON.stringify(wrong.messageText)}`);
}
