/** Formats of a request log: Parquet, and text with a line for each request. */
export const TEXT_FORMS = ['csv', 'jsonl'] as const;
export type TextForm = (typeof TEXT_FORMS)[number];
export type RequestForm = 'parquet' | TextForm;
export const REQUEST_FORMS: readonly RequestForm[] = ['parquet', ...TEXT_FORMS];

/** The file name of the whole log in the folder of a run. */
export const requestFile = (form: RequestForm): string => `requests.${form}`;
