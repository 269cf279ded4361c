/** The text formats of a request log. */
import { requestCsv } from './requestCsv.ts';
import type { TextForm } from './requestForm.ts';
import { requestJson } from './requestJson.ts';
import type { RequestText } from './requestText.ts';

export const REQUEST_TEXTS: Readonly<Record<TextForm, RequestText>> = {
  csv: requestCsv,
  jsonl: requestJson,
};
