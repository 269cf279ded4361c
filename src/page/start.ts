/** What the page is about is painted first; then the simulator and the page are loaded side by side. */
import { painted } from './painted.ts';
import { hearForbidden } from './policy.ts';
import { startLab } from './workers.ts';

hearForbidden((words) => console.error(words));
painted(() => {
  const lab = startLab();
  void import('./main.tsx').then(({ start }) => start(lab));
});
