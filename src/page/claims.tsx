/** The expectations of the scenario with their outcomes: green holds, red fails, grey is undecided. */
import { capital } from '../kernel/words.ts';
import { useStore } from './context.ts';

const WORDS = { holds: 'holds', fails: 'fails', undecided: 'undecided' } as const;
const MARKS = { holds: '✓', fails: '✗', undecided: '·' } as const;

export function Claims() {
  const store = useStore();
  const claims = store.picture.value?.claims ?? [];
  if (claims.length === 0) return null;
  const holding = claims.filter(({ outcome }) => outcome === 'holds').length;
  const paper = store.door.value === 'paper';
  return (
    <section class="card claims">
      <h2>
        {paper ? 'What the paper says of this figure' : 'Expectations'}: {holding} of {claims.length} hold
      </h2>
      {paper && (
        <p class="help">
          Figure 4 of Jang &amp; Morabito, <i>Edge-First Language Model Inference</i> (
          <a href="https://arxiv.org/abs/2505.16508">arXiv 2505.16508</a>). The paper gives no set-up for it:
          every slider here is an assumption. Move them and see which claims survive.
        </p>
      )}
      <ul>
        {claims.map(({ text, outcome }) => (
          <li key={text} class={outcome}>
            <span class="outcome">
              <span aria-hidden="true">{MARKS[outcome as keyof typeof MARKS] ?? '·'}</span>{' '}
              {WORDS[outcome as keyof typeof WORDS] ?? outcome}
            </span>
            {capital(text)}
          </li>
        ))}
      </ul>
    </section>
  );
}
