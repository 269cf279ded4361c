/** The forms that a log of requests may have. */
export const REQUEST_FORMS = ['parquet', 'csv', 'jsonl'] as const;
export type RequestForm = (typeof REQUEST_FORMS)[number];

/** What the whole log is called in the folder of a run. */
export const requestFile = (form: RequestForm): string => `requests.${form}`;
