import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vitest/config';

const root = path.join(import.meta.dirname, '..', '..');
const modules = realpathSync(path.join(root, 'node_modules'));
const output = path.join(modules, 'ink', 'build', 'output.js');
const stringWidth = path.join(modules, 'string-width', 'index.js');
const terminal = path.join(root, 'src', 'screens', 'terminal');

/** Said behind a package's file, it means that file as its makers wrote it. */
export const AS_IT_IS = '?as-it-is';

/** By file, what the build puts in its place; see scripts/build/inkParts.mjs. */
const replacements: Readonly<Record<string, string>> = {
  [output]: `
    import Ink from ${JSON.stringify(output + AS_IT_IS)};
    import { joinedRows } from ${JSON.stringify(path.join(terminal, 'joinedRows.ts'))};
    export default joinedRows(Ink);
  `,
  [stringWidth]: `
    import measured from ${JSON.stringify(stringWidth + AS_IT_IS)};
    import { plainWidth } from ${JSON.stringify(path.join(terminal, 'plainWidth.ts'))};
    export default (input, options = {}) =>
      (typeof input === 'string' && !options.countAnsiEscapeCodes && options.ambiguousIsNarrow !== false
        ? plainWidth(input) : null) ?? measured(input, options);
  `,
};

/** Files of the packages that use one of those, which vitest must load for them to get what is put in its place. */
export const inlined = /\/node_modules\/(?:ink|ink-select-input|string-width|widest-line)\//;

/** Ink draws with the parts that the build gives it: what a test reads is what a user gets, in a third of the time. */
export function inkAsBuilt(): Plugin {
  return {
    name: 'ink-as-built',
    // The maps of these packages lead to sources that npm does not install.
    load: (id) => replacements[id] ?? (inlined.test(id) ? withoutMap(id.replace(AS_IT_IS, '')) : null),
  };
}

function withoutMap(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
}
