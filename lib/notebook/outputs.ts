/**
 * Kernel messages to the outputs of a cell.
 *
 * @module
 */

import type { Output } from "./nbformat.ts";
import type { Sink } from "./session.ts";
import type { Message } from "./wire.ts";

/** Gathers the outputs of one notebook, a cell at a time; a display may be updated from a later cell. */
export interface Collector {
  /** Begins a cell: the list that its messages fill, and where they go. */
  readonly cell: () => { readonly outputs: Output[]; readonly sink: Sink };
}

/** A collector for one run of one notebook. */
export function collectOutputs(): Collector {
  const displays = new Map<string, Output[]>();
  const cell = (): { outputs: Output[]; sink: Sink } => {
    const outputs: Output[] = [];
    let clear = false;
    const sink: Sink = ({ type, content }) => {
      if (type === "update_display_data") return update(displays, content);
      if (type === "clear_output" && content.wait === true) clear = true;
      else if (type === "clear_output") outputs.length = 0;
      const output = toOutput(type, content);
      if (output === undefined) return;
      if (clear) outputs.length = 0;
      clear = false;
      append(outputs, output);
      remember(displays, content, output);
    };
    return { outputs, sink };
  };
  return Object.freeze({ cell });
}

/** What nbformat keeps of a message; undefined for messages without output. */
function toOutput(type: string, content: Message["content"]): Output | undefined {
  const { name, text, data, metadata = {}, execution_count, ename, evalue, traceback } = content;
  switch (type) {
    case "stream":
      return { output_type: type, name, text };
    case "display_data":
      return { output_type: type, data, metadata };
    case "execute_result":
      return { output_type: type, data, metadata, execution_count };
    case "error":
      return { output_type: type, ename, evalue, traceback };
  }
  return undefined;
}

/** Text of the same stream grows the output before it. */
function append(outputs: Output[], output: Output): void {
  const last = outputs.at(-1);
  if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
    last.text = `${last.text}${output.text}`;
  } else outputs.push(output);
}

function displayId(content: Message["content"]): string | undefined {
  return (content.transient as { display_id?: string } | undefined)?.display_id;
}

function remember(displays: Map<string, Output[]>, content: Message["content"], output: Output): void {
  const id = displayId(content);
  if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
}

function update(displays: ReadonlyMap<string, Output[]>, content: Message["content"]): void {
  for (const output of displays.get(displayId(content) ?? "") ?? []) {
    Object.assign(output, { data: content.data, metadata: content.metadata ?? {} });
  }
}
