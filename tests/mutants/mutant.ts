/**
 * What a mutation is: one wrong change of one file, and the tests that must notice.
 *
 * @module
 */

/** A named mutation. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** What stands in the file, exactly once. */
  readonly text: string;
  readonly replacement: string;
  /** Tests of the file's room; one of them must fail. */
  readonly tests: readonly string[];
  /** Why no test can notice; such a mutation is listed and not run. */
  readonly equivalent?: string;
}

/** Mutations of one file: [name, text, replacement, why it is equivalent]. */
export function mutantsOf(
  file: string,
  tests: readonly string[],
  changes: readonly (readonly [name: string, text: string, replacement: string, equivalent?: string])[],
): readonly Mutant[] {
  return changes.map(([name, text, replacement, equivalent]) => (
    { name, file, text, replacement, tests, ...(equivalent !== undefined && { equivalent }) }
  ));
}
