/** The machines as cards: model, measured speed, power and cost. */
import { useStore } from './context.ts';
import { useDraft } from './slider.tsx';
import { Known } from './known.tsx';
import { MachineChoice } from './machineChoice.tsx';
import type { Card, ControlsModel } from './controlsModel.ts';
import { dollars, number, percent } from './numbers.ts';

export function Fleet({ model }: { readonly model: ControlsModel }) {
  const store = useStore();
  const add = (): void => {
    const taken = new Set(model.fleet.map(({ name }) => name));
    const next = store.ready.value?.machines.find(({ name, price }) => price !== null && !taken.has(name));
    if (!next) return;
    store.begin('another machine');
    store.change(`fleet.${model.fleet.length}`, { profile: next.name, count: 1 });
  };
  return (
    <>
      {model.fleet.map((card, i) => (
        <MachineCard key={i} card={card} at={i} only={model.fleet.length === 1} />
      ))}
      <button type="button" class="quiet" onClick={add}>
        Add a kind of machine
      </button>
    </>
  );
}

function MachineCard({
  card,
  at,
  only,
}: {
  readonly card: Card;
  readonly at: number;
  readonly only: boolean;
}) {
  const store = useStore();
  const path = `fleet.${at}`;
  const count = useDraft(`${path}.count`, card.count);
  const set = (next: number): void => {
    if (next < 0 || next > 64) return;
    store.begin(`${path}.count ${next}`);
    store.change(`${path}.count`, next);
  };
  return (
    <div class="machine" role="group" aria-label={card.title}>
      <div class="stepper">
        <button
          type="button"
          aria-label={`One ${card.title} fewer`}
          disabled={count === 0}
          onClick={() => set(count - 1)}
        >
          −
        </button>
        <output aria-live="polite">{count} ×</output>
        <button type="button" aria-label={`One ${card.title} more`} onClick={() => set(count + 1)}>
          +
        </button>
      </div>
      <div class="what">
        <MachineChoice
          label={`Machine ${at + 1}`}
          value={card.name}
          title={`${card.title}, ${card.model}`}
          choose={(name) => {
            store.begin(`${path}.profile ${name}`);
            store.change(`${path}.profile`, name);
          }}
        />
        <p class="facts">
          <span class="model">{card.model}</span>
          <span>
            {number(card.speed)} tokens/s
            {card.error !== null && <small> ± {percent(Math.max(0.001, card.error), 1)}</small>}
          </span>
          <span>{number(card.watts)} W</span>
          {card.price !== null && <span title={card.priceSource}>{dollars(card.price)}</span>}
          <span>
            {card.fit === 'derived' ? 'derived' : card.fit === 'rough' ? 'roughly measured' : 'measured'}
          </span>
        </p>
        <Known of="machine" name={card.name} title={`${card.title}, ${at + 1}`} />
      </div>
      {!only && (
        <button
          type="button"
          class="away"
          aria-label={`Take ${card.title} away`}
          onClick={() => {
            store.begin(`${path} away`);
            store.change(path, undefined);
          }}
        >
          ×
        </button>
      )}
    </div>
  );
}
