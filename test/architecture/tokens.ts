/** Source text as tokens, without comments: enough to say what a file imports and which names it uses. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'pattern' | 'mark';
  readonly text: string;
  readonly line: number;
  /** Brackets that are open around it. */
  readonly depth: number;
}

const NAME = /#?[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /0[xob][\da-f_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?n?/iy;
const STRING = /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"/y;
const PATTERN = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const MARK = /\*\*=?|=>|\?\?=?|\?\.(?!\d)|\|\|=?|&&=?|[=!]==?|>>>?=?|<<=?|\+\+|--|\.\.\.|[-+*/%&|^<>]=?|./y;
/** After these words a slash starts a pattern, not a division. */
const BEFORE_VALUE: ReadonlySet<string> = new Set(
  'return typeof case in of do else void delete throw new instanceof await yield default'.split(' '),
);

export function tokens(source: string): Token[] {
  const found: Token[] = [];
  scan(source, 0, 1, found, 0, false);
  return found;
}

/** Reads to the end, or inside a template to the brace that closes it; returns where it stopped. */
function scan(
  source: string,
  from: number,
  firstLine: number,
  found: Token[],
  firstDepth: number,
  inTemplate: boolean,
): number {
  let at = from;
  let line = firstLine;
  let depth = firstDepth;
  const add = (kind: Token['kind'], text: string): void => {
    found.push({ kind, text, line, depth });
    line += text.split('\n').length - 1;
    at += text.length;
  };
  const matched = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const two = source.slice(at, at + 2);
    const char = two[0]!;
    if (/\s/.test(char)) {
      if (char === '\n') line++;
      at++;
    } else if (two === '//') {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (two === '/*') {
      const end = source.indexOf('*/', at) + 2;
      line += source.slice(at, end).split('\n').length - 1;
      at = end;
    } else if (char === '`') {
      const start = at;
      const place = found.push({ kind: 'template', text: '', line, depth }) - 1;
      at++;
      while (source[at] !== '`' && at < source.length) {
        if (source[at] === '\\') at += 2;
        else if (source[at] === '$' && source[at + 1] === '{') {
          at = scan(source, at + 2, line + lines(source, start, at), found, depth + 1, true) + 1;
        } else at++;
      }
      at++;
      found[place] = { ...found[place]!, text: source.slice(start, at) };
      line += lines(source, start, at);
    } else if (char === '/' && startsPattern(found.at(-1)) && matched(PATTERN)) {
      add('pattern', matched(PATTERN)!);
    } else if (matched(STRING)) add('string', matched(STRING)!);
    else if (matched(NUMBER)) add('number', matched(NUMBER)!);
    else if (matched(NAME)) add('name', matched(NAME)!);
    else {
      if ('([{'.includes(char)) depth++;
      if (')]}'.includes(char) && --depth < firstDepth && inTemplate) return at;
      add('mark', matched(MARK)!);
    }
  }
  return at;
}

function lines(source: string, from: number, to: number): number {
  return source.slice(from, to).split('\n').length - 1;
}

function startsPattern(before: Token | undefined): boolean {
  if (!before) return true;
  if (before.kind === 'name') return BEFORE_VALUE.has(before.text);
  return before.kind === 'mark' && ![')', ']', '}'].includes(before.text);
}
