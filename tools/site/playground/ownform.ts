/**
 * The part of the page for the reader's own files.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Own } from "./own.ts";
import type { OwnAnswer, OwnQuestion } from "./worker.ts";

/** Connects the two file fields with a worker of their own, so that the digits do not wait. */
export function connectOwn(start: () => Worker): void {
  const fields = ["#own-a", "#own-b"].map((name) => document.querySelector<HTMLInputElement>(name)!);
  const verdict = document.querySelector("#own-verdict")!;
  let worker: Worker | undefined;
  const ask = async (): Promise<void> => {
    const [a, b] = fields.map(({ files }) => files?.[0]);
    if (a === undefined || b === undefined) return;
    verdict.textContent = "Reading and fitting …";
    worker?.terminate();
    worker = start();
    worker.addEventListener("message", ({ data }: MessageEvent<OwnAnswer>) => show(data));
    const [first, second] = await Promise.all([a, b].map(async (file) => new Uint8Array(await file.arrayBuffer())));
    worker.postMessage(
      { own: [{ name: `A/${a.name}`, bytes: first! }, { name: `B/${b.name}`, bytes: second! }] } satisfies OwnQuestion,
    );
  };
  for (const field of fields) field.addEventListener("change", ask);
}

function show(answer: OwnAnswer): void {
  const verdict = document.querySelector("#own-verdict")!, body = document.querySelector("#own-rows")!;
  const table = document.querySelector<HTMLElement>("#own-result")!;
  table.hidden = "error" in answer;
  if ("error" in answer) return void (verdict.textContent = answer.error);
  const { own } = answer;
  verdict.textContent = `${own.verdict} ${Math.round(1000 * own.seconds)} ms.`;
  body.replaceChildren(...own.rows.map(rowOf));
  offer("#own-js", own.js, "text/javascript", "map.js");
  offer("#own-onnx", own.onnx, "application/octet-stream", "map.onnx");
}

function rowOf({ method, halves, similarity, first }: Own["rows"][number]): HTMLTableRowElement {
  const row = document.createElement("tr");
  for (const text of [method, halves, similarity.toFixed(3), first.toFixed(3)]) row.insertCell().textContent = text;
  return row;
}

function offer(selector: string, content: BlobPart, type: string, download: string): void {
  const link = document.querySelector<HTMLAnchorElement>(selector)!;
  if (link.href) URL.revokeObjectURL(link.href);
  Object.assign(link, { href: URL.createObjectURL(new Blob([content], { type })), download });
}
