import { Failure } from '../../../src/model/problem.ts';
import type { FileReader } from '../../../src/state/home/fileReader.ts';

/** A home folder in memory: paths with `~` to texts. A path that ends in `!` is readable by others; `null` is forbidden. */
export function memoryFiles(
  texts: Readonly<Record<string, string | null>>,
): FileReader & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    read(file) {
      asked.push(file);
      const shown = file.replace('/home/nina/', '~/');
      const open = texts[`${shown}!`];
      const text = open ?? texts[shown];
      if (text === null)
        throw new Failure({ kind: 'forbidden', message: `Cannot read ${shown}: not allowed` });
      return text === undefined ? null : { text, readableByOthers: open !== undefined };
    },
  };
}
