/** The CodeMirror editor, loaded on first use. It is in a shadow root, so that its styles do not affect the page. */
import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Mistake } from '../scenario/mistake.ts';
import { completing } from './completion.ts';

export interface Editing {
  /** Shows another text; common parts stay in place. */
  show(text: string): void;
  mark(mistakes: readonly Mistake[]): void;
  end(): void;
}

interface Options {
  readonly schema: Promise<object>;
  readonly typed: (text: string) => void;
}

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '13px', height: '100%' },
  '.cm-content': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    caretColor: 'var(--accent)',
  },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--wash)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  // The gutter would cover its own: the box around it has one.
  '&.cm-focused': { outline: 'none' },
  '.cm-tooltip': { backgroundColor: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--line)' },
});

const inks = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: tags.number, color: 'var(--good)' },
]);

export function edit(host: HTMLElement, text: string, { schema, typed }: Options): Editing {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const fromOutside = Annotation.define<boolean>();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        indentOnInput(),
        highlightActiveLine(),
        yaml(),
        syntaxHighlighting(inks),
        lintGutter(),
        autocompletion({ override: [completing(schema)] }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'The scenario as YAML' }),
        look,
        EditorView.updateListener.of((update) => {
          const own = update.transactions.some((one) => one.annotation(fromOutside));
          if (update.docChanged && !own) typed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    show(now) {
      const old = view.state.doc.toString();
      if (old === now) return;
      view.dispatch({ changes: difference(old, now), annotations: fromOutside.of(true) });
    },
    mark(mistakes) {
      view.dispatch(
        setDiagnostics(
          view.state,
          mistakes.map((one) => marked(view.state, one)),
        ),
      );
    },
    end: () => view.destroy(),
  };
}

/** The changed part between a common start and end. */
function difference(old: string, now: string): { from: number; to: number; insert: string } {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return { from: start, to: old.length - end, insert: now.slice(start, now.length - end) };
}

function marked(state: EditorState, { line, column, length, message, allowed, nearest }: Mistake) {
  const at = state.doc.line(Math.min(line, state.doc.lines));
  const from = Math.min(at.from + column - 1, at.to);
  const more = [
    allowed === null ? '' : `allowed: ${allowed}`,
    nearest === null ? '' : `did you mean ${nearest}?`,
  ];
  return {
    from,
    to: Math.min(at.to, from + length),
    severity: 'error' as const,
    message: [message, ...more.filter((one) => one !== '')].join('; '),
  };
}
