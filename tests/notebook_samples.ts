/** A notebook as other tools write it, of which nbformat 4.5 allows only a part. @module */

const twin = "1-2c624232"; // what an id derived from index 1 and the source "1" could be

export const foreign = {
  cells: [
    {
      cell_type: "markdown",
      id: "has spaces",
      source: "# A",
      outputs: [],
      execution_count: 1,
      attachments: {},
      metadata: { editable: true, tags: "a" },
    },
    {
      cell_type: "code",
      id: "x".repeat(65),
      source: ["1"],
      metadata: { tags: ["a"], collapsed: "no", name: 3, jupyter: [] },
      attachments: {},
      prompt_number: 1,
    },
    { cell_type: "raw", id: 7, source: "r", metadata: { format: null }, outputs: [] },
    { cell_type: "code", id: "", source: null, metadata: null, outputs: [], execution_count: null },
    { cell_type: "code", id: twin, source: "2", metadata: { scrolled: "yes", tags: ["a", "a"] } },
    { cell_type: "code", id: twin, source: "2", metadata: { tags: ["a,b"] } },
  ],
  metadata: { kernelspec: { name: "deno", display_name: null }, title: 5, authors: "me", orig_nbformat: 0, name: {} },
  nbformat: 4,
  nbformat_minor: 2,
};
