/** Texts in their own formats: AG news, Subj, TREC, SIB-200; titles without the names of their classes. */
import assert from "node:assert/strict";
import { withoutClassWords } from "../lib/data/photos.ts";
import { sibDataset } from "../lib/data/sib.ts";
import { agNewsDataset, subjDataset, trecDataset } from "../lib/data/texts.ts";

Deno.test("AG news: class, title and description, with doubled quotes and backslashes", () => {
  const csv = '"3","Fears ""rise""","They say\\so."\n"1","A, b","C"\n';
  const made = agNewsDataset(csv, 0);
  assert.deepEqual([made.texts, [...made.labels]], [['Fears "rise" They say so.', "A, b C"], [2, 0]]);
  assert.throws(() => agNewsDataset('"1","a","b"\n"5","a","b"\n', 0), {
    name: "RangeError",
    message: 'Cannot read AG news as line 2 must be "class","title","description": it is ""5","a","b""',
  });
});

Deno.test("Subj: a class and a sentence on each line", () => {
  const made = subjDataset("0 smart and alert . \n1 the film begins .\n", 0);
  assert.deepEqual([made.texts, [...made.labels]], [["smart and alert .", "the film begins ."], [0, 1]]);
  for (const bad of ["2 x", "0", "x"]) {
    assert.throws(() => subjDataset(bad, 0), /as line 1 must be 0 or 1 and a sentence/);
  }
});

Deno.test("TREC: coarse classes and the authors' split, without a question of both parts in training", () => {
  const train = "DESC:manner How did it go ?\nLOC:city Where is it ?\nHUM:ind Who was he ?\n",
    test = "LOC:other Where is it ?\n";
  const made = trecDataset(train, test);
  assert.deepEqual([made.classes.length, [...made.labels]], [6, [1, 4, 3, 4]]);
  assert.deepEqual([[...made.splits.train], [...made.splits.test]], [[0, 2], [3]]);
  assert.throws(() => trecDataset("ODD:x y\n", test), /Cannot read TREC as line 1 must be CLASS:detail and a text/);
});

Deno.test("SIB-200: the same ids, labels and split in every language", () => {
  const head = "index_id\tcategory\ttext\n";
  const table = (
    word: string,
  ) => [
    `${head}7\tsports\t${word} 7\n3\ttravel\t${word} 3`,
    `${head}5\ttravel\t${word} 5`,
    `${head}1\tsports\t${word} 1`,
  ];
  const [en, fr] = [sibDataset("en", table("the")), sibDataset("fr", table("le"))];
  assert.deepEqual([en.ids, en.labels, en.splits, en.classes], [fr.ids, fr.labels, fr.splits, fr.classes]);
  assert.deepEqual([en.ids, en.texts![1]], [["1", "3", "5", "7"], "the 3"]);
  assert.deepEqual([[...en.splits.train], [...en.splits.test]], [[1, 2, 3], [0]]);
  const apart = sibDataset("en", table("the"), { development: "neither" });
  assert.deepEqual([apart.ids, [...apart.splits.train], [...apart.splits.test]], [en.ids, [1, 3], [0]]);
  assert.throws(
    () => sibDataset("en", [`${head}7\tsports`]),
    /Cannot read SIB-200 as line 2 must be index, topic and text/,
  );
});

Deno.test("titles lose every word of the name of a class, in singular and plural", () => {
  const rows = [
    { id: "1", master: "Accessories", sub: "Watches", art: "Watches", title: "Acme Men Blue Watch" },
    { id: "2", master: "Footwear", sub: "Flip Flops", art: "Flip Flops", title: "Acme Orange Flip Flop watches" },
  ];
  assert.deepEqual(withoutClassWords(rows), ["Acme Men Blue", "Acme Orange"]);
  const bare = { ...rows[0]!, id: "3", title: "Watches - Watch" };
  assert.throws(() => withoutClassWords([bare]), {
    name: "RangeError",
    message: "Cannot take the names of classes out of titles as another word must remain: " +
      `product "3" has only "Watches - Watch"`,
  });
});
