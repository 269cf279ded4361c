/** Paints the introduction first, then loads the simulator and the page in parallel. */
import { painted } from './painted.ts';
import { hearForbidden } from './policy.ts';
import { startLab } from './workers.ts';

hearForbidden((words) => console.error(words));
painted(() => {
  const lab = startLab();
  void import('./main.tsx').then(({ start }) => start(lab));
});
