/**
 * Files that may not be there.
 *
 * @module
 */

/** Undefined if the error says that there is no such file: for `catch`. @throws Any other error. */
export function absent(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
