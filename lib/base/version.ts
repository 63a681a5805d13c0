/** The library's version, as in `deno.json`; files that it writes carry it. @module */
export const VERSION = "0.2.0";
