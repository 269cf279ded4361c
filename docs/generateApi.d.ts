/** The page of the library, from the folder of the built src. */
export function page(source: string): Promise<string>;
