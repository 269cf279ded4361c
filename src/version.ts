/** Of the package, for what is written into results. A test compares it with package.json. */
export const VERSION = '0.1.0';
