/** `anchorage export`. */
import { writeAtomic } from "../lib/file/atomic.ts";
import { toJson } from "../lib/file/json.ts";
import { mapAsJs, mapAsJson } from "../lib/file/asjs.ts";
import { mapAsOnnx } from "../lib/file/asonnx.ts";
import { DIALECTS, mapAsSql } from "../lib/file/assql.ts";
import { command } from "./command.ts";
import { choice, text, toggle, withDefault } from "./flags.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import { mapLine } from "./print.ts";

/** Writes a map for the place where the vectors live. */
export const exporting = command({
  name: "export",
  about: "Write a map as an ONNX model, SQL, a JavaScript module or JSON, for where the vectors live",
  operands: { map: "a map by `anchorage fit` or `anchorage compose`" },
  flags: {
    onnx: toggle("an ONNX model of opset 17: vectors (n × d, float32) in, translated out"),
    sql: choice(DIALECTS, "a script that makes a function <name>_translate(vector)"),
    name: withDefault(text("name", "how names in SQL begin"), "anchorage"),
    js: toggle("an ES module without dependencies that exports translate(vectors)"),
    out: text("file", "where it goes; text is printed where no file is given"),
  },
  examples: [
    "export map.safetensors --onnx --out map.onnx",
    "export map.safetensors --sql pgvector --out map.sql",
    "export map.safetensors --js --out translate.js",
    "export map.safetensors --json --out map.json",
  ],
  run: async ({ onnx, sql, name, js, json, out }, path) => {
    const kinds = [onnx && "--onnx", sql && "--sql", js && "--js"].filter(Boolean);
    if (kinds.length > 1 || kinds.length === 0 && !json) {
      throw new TypeError(
        `Cannot export a map as one of --onnx, --sql, --js and --json must be given: ${kinds.join(", ") || "none"}`,
      );
    }
    const map = await loadTranslation(path!), { affine } = map, plain = kinds.length === 0;
    const content = onnx ? mapAsOnnx(affine) : sql ? mapAsSql(affine, sql, name) : js ? mapAsJs(affine) : undefined;
    if (out === undefined) {
      if (content instanceof Uint8Array) throw new TypeError("Cannot print an ONNX model as --out must be given");
      return { text: content ?? "", data: plain ? mapAsJson(affine) : { content } };
    }
    const bytes = content ?? toJson(mapAsJson(affine), 0) + "\n";
    await writeAtomic(out, bytes);
    return { text: `Wrote ${out}: ${mapLine(map)}`, data: { out, size: bytes.length } };
  },
});
