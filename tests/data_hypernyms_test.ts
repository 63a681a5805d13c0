/** WordNet's hypernyms: read from its lines, and followed past what is no item. */
import assert from "node:assert/strict";
import { hypernymLinks, parseHypernyms } from "../lib/data/hypernyms.ts";

const TEXT = `  1 This software and database is being provided to you
00000001 03 n 01 entity 0 001 ~ 00000002 n 0000 | that which exists
00000002 05 n 01 animal 0 002 @ 00000001 n 0000 ~ 00000003 n 0000 | it moves; "see @ 00000009 n 0000"
00000003 05 n 02 dog 0 hound 1 002 @ 00000002 n 0000 @ 00000001 n 0000 | it barks
00000004 18 n 01 Rex 0 001 @i 00000003 n 0000 | a dog
00000005 13 n 01 bone 0 000 | it is chewed
`;

Deno.test("hypernyms and classes of instances are read, not hyponyms, nor what a definition quotes", () => {
  assert.deepEqual(Object.fromEntries(parseHypernyms(TEXT)), {
    "00000001": [],
    "00000002": ["00000001"],
    "00000003": ["00000002", "00000001"],
    "00000004": ["00000003"],
    "00000005": [],
  });
});

Deno.test("a link goes to the nearest hypernyms that are items, each once; a noun without any has none", () => {
  const up = parseHypernyms(TEXT), id = (n: number): string => `0000000${n}`;
  assert.deepEqual(hypernymLinks([4, 3, 2].map(id), up), [[0, 1], [1, 2]]);
  assert.deepEqual(hypernymLinks([4, 1, 5].map(id), up), [[0, 1]]);
  assert.throws(() => hypernymLinks(["00000009"], up), {
    name: "RangeError",
    message: 'Cannot link the nouns as every id must be a noun synset: "00000009" is none',
  });
});
