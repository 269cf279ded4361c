/** Sources and assumptions of a machine's or a cloud's profile: loaded when opened. */
import { useEffect, useState } from 'preact/hooks';
import { useStore } from './context.ts';
import type { Tell } from './protocol.ts';

type ProfileTold = Extract<Tell, { kind: 'known' }>;

interface KnownProps {
  readonly of: 'machine' | 'cloud';
  readonly name: string;
  readonly title: string;
}

export function Known({ of, name, title }: KnownProps) {
  const store = useStore();
  const [isOpen, setOpen] = useState(false);
  const [told, setTold] = useState<ProfileTold | null>(null);
  useEffect(() => {
    setTold(null);
    if (!isOpen) return;
    void store.link
      .ask(() => ({ kind: 'known', of, name }))
      .then((answer) => {
        if (answer.kind === 'known') setTold(answer);
        return answer;
      });
  }, [isOpen, of, name]);
  return (
    <details class="known" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Where this comes from<span class="unseen">: {title}</span>
      </summary>
      {told && (
        <ul>
          {told.sources.map((text) => (
            <li key={text}>{text}</li>
          ))}
          {told.assumptions.map((text) => (
            <li key={text}>Assumed: {text.replace(/ \(assumed\)$/, '')}</li>
          ))}
        </ul>
      )}
    </details>
  );
}
