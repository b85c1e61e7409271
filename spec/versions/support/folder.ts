/** The folder of everything that `install.ts` installs. */
export const FOLDER = String(process.env.VERSIONS_FOLDER);
