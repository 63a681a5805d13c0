/**
 * The file of a stored run, checked as it is read.
 *
 * @module
 */
import { readJson } from "../file/json.ts";
import { anything, fields, fromSchema, listOf, type Place, real, recordOf, string } from "../file/schema.ts";
import type { Spec } from "../chart/theme.ts";
import type { ResultRow } from "./results.ts";

/** What is read of a stored run. */
export interface Stored {
  readonly experiment: string;
  readonly preset: string;
  readonly seed: number;
  readonly seconds: number;
  readonly date: string;
  readonly engine: { readonly engine: string };
  readonly sizes: Readonly<Record<string, unknown>>;
  readonly records: Readonly<Record<string, readonly ResultRow[]>>;
  /** Absent in runs that were stored before charts were in the file. */
  readonly charts?: Readonly<Record<string, Spec>>;
}

const storedSchema = fields(
  {
    ...{
      experiment: string,
      preset: string,
      seed: real(),
      seconds: real(0),
      date: string,
      engine: ran,
    },
    ...{ sizes: recordOf(anything), records: recordOf(listOf(recordOf(anything))) },
  },
  {
    ...{ reproduces: string, versions: recordOf(string), code: string, inputs: recordOf(string), summary: anything },
    ...{ charts: recordOf(recordOf(anything)), cells: anything },
  },
);

/** What a run says of its engine: a name, and more that is not read. */
function ran(value: unknown, place: Place): { readonly engine: string } {
  const { engine } = recordOf(anything)(value, place);
  return { engine: string(engine, { ...place, field: `${place.field}.engine` }) };
}

/** Reads the file of a run. @throws {TypeError} If a field is missing, unknown or of another kind; the sentence names it. */
export async function readStored(path: string): Promise<Stored> {
  return fromSchema(await readJson(path), storedSchema, path) as Stored;
}
