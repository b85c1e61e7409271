/** Where `install.ts` has put everything. */
export const FOLDER = String(process.env.VERSIONS_FOLDER);
