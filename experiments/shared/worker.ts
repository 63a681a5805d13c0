/**
 * The far end of `inParallel`: runs one exported function of one module for each job that it is sent.
 *
 * @module
 */

/** A job as it arrives: the module, the name of its function, and what the function is given. */
export interface Order {
  readonly module: string;
  readonly name: string;
  readonly job: unknown;
}

/** What goes back: steps while the job runs, then its result or the sentence with which it failed. */
export type Answer =
  | { readonly step: true }
  | { readonly result: unknown }
  | { readonly failed: string };

type Port = {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(answer: Answer): void;
};

async function answer(port: Port, { module, name, job }: Order): Promise<void> {
  try {
    const { [name]: work } = await import(module) as Record<string, (job: unknown, tick: () => void) => unknown>;
    port.postMessage({ result: await work!(job, () => port.postMessage({ step: true })) });
  } catch (error) {
    port.postMessage({ failed: (error as Error).stack ?? String(error) });
  }
}

if (import.meta.main) {
  const port = globalThis as unknown as Port;
  port.onmessage = ({ data }) => void answer(port, data);
}
