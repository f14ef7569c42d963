import { Failure } from '../../model/problem.ts';

/** The characters that HAProxy takes in the name of a proxy or server. */
const NAME = /^[A-Za-z0-9_.:-]+$/;

/** True for what HAProxy takes and we let stand in a command: at most 200 characters, no spaces or `;`. */
export function isName(text: string): boolean {
  return NAME.test(text) && text.length <= 200;
}

/** The name, when it is one and so can stand in a command. Throws Failure `missing`: HAProxy has nothing called so. */
export function nameOf(what: 'backend' | 'server', text: string): string {
  if (isName(text)) return text;
  throw new Failure({
    kind: 'missing',
    message: `There is no ${what} of that name`,
    hint: 'Names have letters, digits and _ . : - only',
  });
}
