import { MadeUpSections } from '../../kit/madeUpSections.ts';
import { Machine } from './cli.ts';

/** A machine whose balancers have sections that no engine has. */
export function madeUp(): { readonly world: MadeUpSections; readonly machine: Machine } {
  const world = new MadeUpSections().install();
  return { world, machine: new Machine() };
}

/** A greeting as somebody has set it. */
export const GREETING = {
  text: 'hello',
  maxRepeat: '2',
  mood: 'CALM',
  sealed: 'no',
  language: 'de',
  days: 'mon',
};
