/**
 * Commands: what they take, what they do, and the help and errors that follow from it.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { checkWritten } from "./written.ts";
import { type Flag, type Given, nearest, toggle } from "./flags.ts";

/** What a command found. */
export interface Outcome {
  /** For people: lines. */
  readonly text: string;
  /** For programs, with --json: what `toJson` takes. */
  readonly data: unknown;
  /** 0 (default): fine. 1: the gate says no. */
  readonly code?: 0 | 1;
}

/** A command of any flags. */
export interface Command {
  /** One or two words. */
  readonly name: string;
  /** One line. */
  readonly about: string;
  /** What --help prints. */
  readonly help: string;
  /** Reads the arguments and, unless they ask for help, does the work. @throws {UsageError} If they are wrong. */
  run(args: readonly string[]): Promise<Outcome & { readonly json: boolean }>;
}

type Flags = Readonly<Record<string, Flag<unknown>>>;
/** What a command takes without a flag: name → meaning, in order; a last name that ends with "…" takes one or more. */
type Operands = Readonly<Record<string, string>>;

/** Everything that is said of a command once. */
export interface CommandParts<F extends Flags, O extends Operands> {
  readonly name: string;
  readonly about: string;
  readonly operands: O;
  readonly flags: F;
  /** Command lines, without "anchorage". */
  readonly examples: readonly string[];
  /** `operands` are those given, in order: the names' number, or more after "…". */
  run(given: Given<F> & { readonly json: boolean }, ...operands: readonly string[]): Outcome | Promise<Outcome>;
}

/** Arguments that a command does not take: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

const SHARED = { json: toggle("print JSON"), help: toggle("print this help") };

/** A command from its parts. */
export function command<F extends Flags, O extends Operands>(parts: CommandParts<F, O>): Command {
  const flags = { ...parts.flags, ...SHARED }, help = helpOf(parts, flags), { name, about } = parts;
  const run: Command["run"] = async (args) => {
    if (args.includes("--help") || args.includes("-h")) return { text: help, data: help, json: false };
    const { given, operands } = usage(() => parse(parts, flags, args));
    await checkWritten(given, operands, `run "${name}"`);
    const { help: _, ...own } = given as Given<F> & Given<typeof SHARED>, { json } = own;
    return { ...await parts.run(own as unknown as Given<F> & { json: boolean }, ...operands), json };
  };
  return Object.freeze({ name, about, help, run });
}

function usage<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

function parse(
  { name, operands: known }: CommandParts<Flags, Operands>,
  flags: Flags,
  args: readonly string[],
): { readonly given: Record<string, unknown>; readonly operands: readonly string[] } {
  const names = Object.keys(flags), action = `run "${name}"`;
  const kinds = names.map((flag) =>
    [flag, { type: flags[flag]!.value === undefined ? "boolean" : "string", multiple: true }] as const
  );
  const options = Object.fromEntries(kinds) as Record<string, { type: "string" | "boolean"; multiple: true }>;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const texts = new Map<string, string[]>(), operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind === "option") {
      checkOption(token, flags, action);
      texts.set(token.name, [...texts.get(token.name) ?? [], token.value ?? ""]);
    }
  }
  checkOperands(operands, Object.keys(known), action);
  const given = names.map((flag) => [flag, flags[flag]!.read(texts.get(flag) ?? [], `--${flag}`, action)]);
  return { given: Object.fromEntries(given), operands };
}

function checkOption(
  token: { readonly name: string; readonly rawName: string; readonly value?: string | undefined },
  flags: Flags,
  action: string,
): void {
  if (!Object.hasOwn(flags, token.name) || !token.rawName.startsWith("--")) {
    const near = nearest(token.name, Object.keys(flags));
    const hint = near === undefined ? `it takes ${Object.keys(flags).map((f) => `--${f}`).join(", ")}` : `--${near}?`;
    throw new TypeError(`Cannot ${action} as it has no flag ${token.rawName}: ${hint}`);
  }
  const takesValue = flags[token.name]!.value !== undefined;
  if (takesValue && token.value === undefined) {
    throw new TypeError(`Cannot ${action} as ${token.rawName} must have a value: it has none`);
  }
  if (!takesValue && token.value !== undefined) {
    throw new TypeError(`Cannot ${action} as ${token.rawName} takes no value: it has "${token.value}"`);
  }
}

function checkOperands(found: readonly string[], names: readonly string[], action: string): void {
  const many = names.at(-1)?.endsWith("…") ?? false;
  if (found.length === names.length || many && found.length > names.length) return;
  const wanted = names.length === 0 ? "no file" : names.map((name) => `<${name}>`).join(" ");
  throw new TypeError(`Cannot ${action} as it takes ${wanted}: given ${found.length === 0 ? "none" : found.join(" ")}`);
}

function helpOf({ name, about, operands, examples }: CommandParts<Flags, Operands>, flags: Flags): string {
  const head = ["anchorage", name, ...Object.keys(operands).map((operand) => `<${operand}>`), "[flags]"].join(" ");
  const table = (rows: readonly (readonly [string, string])[]): string[] => {
    const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)));
    return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
  };
  const shown = Object.entries(flags).map(([flag, { value, help }]) =>
    [value === undefined ? `--${flag}` : `--${flag} <${value}>`, help] as const
  );
  const files = Object.entries(operands).map(([operand, help]) => [`<${operand}>`, help] as const);
  const lines = [about, "", head, ...files.length > 0 ? ["", ...table(files)] : [], "", ...table(shown)];
  return [...lines, "", "Examples:", ...examples.map((line) => `  anchorage ${line}`)].join("\n");
}
