/** The version of the package, written into results. A test compares it with package.json. */
export const VERSION = '0.1.0';
