/** Vega's interpreter of expressions for a page: with it Vega makes no functions of text, and the page needs no eval. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The package is a module, and a page that is one file has none: its names are taken from Vega, which brings them too. */
export function interpreterScript(): string {
  const file = fileURLToPath(import.meta.resolve('vega-interpreter'));
  const text = readFileSync(file, 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  const [, names, body, made] =
    /^import \{ ([\w, ]+) \} from 'vega-util';\n([\s\S]*)\nexport \{ (\w+) as expressionInterpreter \};\s*$/.exec(
      text,
    ) ?? [];
  if (names === undefined) throw new Error(`${file}: is not the module that was expected`);
  return `var expressionInterpreter = (function ({ ${names} }) {\n${body!}\nreturn ${made!};\n})(vega)`;
}
