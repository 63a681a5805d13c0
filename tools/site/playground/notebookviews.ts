/**
 * The view of the playground that belongs to each notebook.
 *
 * @module
 */
import { fromAddress, type State, toAddress } from "./state.ts";

interface View {
  /** What can be seen there. */
  readonly words: string;
  /** What is not as at first. */
  readonly state: Partial<State>;
}

const VIEWS: Readonly<Record<string, View>> = {
  "3.1-relative-representations": { words: "two spaces of the same digits and their anchors", state: { count: 64 } },
  "3.2-latent-space-translation": { words: "IRP from one network's space into another's", state: { method: "irp" } },
  "3.3-stability": { words: "what weak pruning does to a map", state: { method: "irp", delta: 0.2, omega: 1 } },
  "4.1-space-inversion": { words: "a space, inverted into itself", state: { method: "irp", a: "convae128" } },
  "5-relative-space-as-a-bridge": { words: "another pair of networks", state: { a: "mlp256", b: "mlpae64" } },
  "beyond-the-paper": { words: "32 prototypes as anchors", state: { pick: "prototypes", count: 32 } },
  "relative-decoders": { words: "garments through a Parseval frame", state: { items: "garments", method: "parseval" } },
  "semantic-alignment": { words: "an orthogonal map", state: { method: "ortho" } },
};

/** The link to the playground of a notebook's page, as HTML; empty for one that has no view of its own. */
export function playgroundLink(notebook: string, root: string): string {
  const own = notebook === "your-own-embeddings", view = VIEWS[notebook];
  if (!own && view === undefined) return "";
  const words = own ? "try it with your own files" : `touch it: ${view!.words}`;
  const address = own ? "#own-files" : toAddress({ ...fromAddress(""), ...view!.state });
  return `<p class="touch"><a href="${root}playground.html${
    address.replaceAll("&", "&amp;")
  }">In the playground, ${words}</a></p>`;
}
