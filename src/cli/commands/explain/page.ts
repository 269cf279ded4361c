/** The page that `edgewise explain` leaves, and the figure of a stretch beside it. */
import { join } from 'node:path';
import { timelineFigure } from '../../../explain/report/timeline.ts';
import { explainedDocument } from '../../../explain/report/text.ts';
import type { Explained } from '../../../explain/result.ts';
import { renderReport } from '../../../render/report.ts';
import { writeAtomically } from '../../../store/atomic.ts';
import { StoreError } from '../../../store/storeError.ts';
import { several } from '../../flags/readFlags.ts';
import type { Typed } from '../../command.ts';
import { drawFigures, into } from '../../figures.ts';

interface ExplainPlaces {
  /** Null where nothing is left. */
  readonly page: string | null;
  /** A folder. */
  readonly figures: string;
}

/** In the folder of the run, where its own report is called something else; or in one that is named. */
export function placesOf(typed: Typed, folder: string | null, name: string): ExplainPlaces {
  const out = several(typed, 'out').at(-1);
  const figures = out ?? join(folder ?? join('out', name), 'figures');
  const at = out ?? folder ?? (typed['from'] === undefined ? null : join('out', name));
  return { figures, page: at === null ? null : join(at, 'explain.html') };
}

/** The file of the page; null where none is left: nobody said where, and the folder of the run takes no more files. */
export async function leaveExplained(
  explained: Explained,
  typed: Typed,
  { page, figures }: ExplainPlaces,
  command: string,
  description: string | undefined,
): Promise<string | null> {
  const made = explained.timeline ? [timelineFigure(explained.timeline)] : [];
  await (await drawFigures(made, into(figures))).written();
  if (page === null) return null;
  const document = explainedDocument(explained, made, {
    command,
    ...(description !== undefined && { description }),
  });
  const html = await renderReport(document);
  try {
    writeAtomically(page, html);
  } catch (error) {
    if (error instanceof StoreError && made.length === 0 && typed['out'] === undefined) return null;
    throw error;
  }
  return page;
}
