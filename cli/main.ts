/**
 * The command `anchorage`: fit, apply, evaluate and export translations of your own embeddings.
 *
 * @module
 */
import { toJson } from "../lib/file/json.ts";
import config from "../deno.json" with { type: "json" };
import { type Command, UsageError } from "./command.ts";
import { nearest } from "./flags.ts";

export type { Command, Outcome } from "./command.ts";
export type { Cost } from "./costs.ts";
export type { CurvePoint } from "./curve.ts";
export type { Evaluation } from "./evaluate.ts";

/** Where a run prints. */
export interface Streams {
  /** Results. */
  readonly out: (text: string) => void;
  /** Refusals. */
  readonly err: (text: string) => void;
}

/** The commands, loaded one by one as they are asked for. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  fit: async () => (await import("./fit.ts")).fit,
  apply: async () => (await import("./apply.ts")).apply,
  evaluate: async () => (await import("./evaluate.ts")).evaluate,
  gate: async () => (await import("./gate.ts")).gate,
  confidence: async () => (await import("./confidence.ts")).confidence,
  drift: async () => (await import("./drift.ts")).drift,
  "half encode": async () => (await import("./halves.ts")).halfEncode,
  "half decode": async () => (await import("./halves.ts")).halfDecode,
  compose: async () => (await import("./halves.ts")).composing,
  export: async () => (await import("./export.ts")).exporting,
  inspect: async () => (await import("./inspect.ts")).inspect,
};

/** Runs a command line; returns the exit code: 0 fine, 1 the gate says no, 2 wrong use or input. */
export async function main(args: readonly string[], streams: Streams): Promise<0 | 1 | 2> {
  try {
    if (args[0] === "--version") return said(streams, config.version);
    if (args.length === 0 || args[0]!.startsWith("-") || args[0] === "help") return said(streams, await overview());
    const { command, rest } = await find(args);
    const { text, data, code = 0, json } = await command.run(rest);
    streams.out(json ? toJson(data) : text);
    return code;
  } catch (error) {
    if (!expected(error)) throw error;
    streams.err(error instanceof UsageError ? `${error.message}\nSee --help.` : await spoken(error));
    return 2;
  }
}

/**
 * What a command line finds, as a program takes it: the value that `--json` would print, by the names of the help.
 *
 * @throws {UsageError | TypeError | RangeError} If the use or the input is wrong.
 */
export async function ask<T>(...args: readonly string[]): Promise<T> {
  const { command, rest } = await find(args);
  return (await command.run(rest)).data as T;
}

function said(streams: Streams, text: string): 0 {
  streams.out(text);
  return 0;
}

/** The sentence as the command says it: flags for the library's options, and what the system said of a file. */
async function spoken({ message, name }: Error): Promise<string> {
  const [, said, path] = /^(.*?)(?: \(os error \d+\))?: \w+ '([^']*)'/s.exec(message) ?? [];
  if (path !== undefined && !message.startsWith("Cannot ")) {
    const reason = name === "NotFound" ? "there must be such a file: there is none" : `the system refuses it: ${said}`;
    return `Cannot read ${path} as ${reason}`;
  }
  const { READ_FLAGS } = await import("./vectors.ts");
  return message.replace(/`(\w+)`/g, (all, option: string) => {
    const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return Object.hasOwn(READ_FLAGS, flag) ? `--${flag}` : all;
  });
}

/** Wrong input has a sentence of its own, and so has the system; anything else is a mistake of ours and keeps its trace. */
function expected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const known = [UsageError, TypeError, RangeError, SyntaxError, ...Object.values(Deno.errors)];
  return known.some((kind) => error instanceof kind) || /\(os error \d+\)|^Cannot [^]+ as /.test(error.message);
}

async function find(args: readonly string[]): Promise<{ readonly command: Command; readonly rest: readonly string[] }> {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    if (Object.hasOwn(COMMANDS, name)) return { command: await COMMANDS[name]!(), rest: args.slice(words) };
  }
  const known = Object.keys(COMMANDS), near = nearest(args[0]!, known);
  throw new UsageError(
    `Cannot run "${args[0]}" as there is no such command: ${near ? `${near}?` : `there are ${known.join(", ")}`}`,
  );
}

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `anchorage ${config.version}: maps between the embeddings of two models, fitted on pairs and judged before use.`,
    "",
    ...commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    "",
    "anchorage <command> --help shows flags and examples. Exit codes: 0 fine, 1 the gate says no, 2 wrong use or input.",
  ].join("\n");
}

if (import.meta.main) Deno.exit(await main(Deno.args, { out: console.log, err: console.error }));
