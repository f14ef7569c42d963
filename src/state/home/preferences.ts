import * as z from 'zod/mini';
import type { Settings } from './settings.ts';

const Sort = z.object({ column: z.string(), descending: z.boolean() });
/** The column a table is sorted by. */
export type Sort = z.infer<typeof Sort>;

/** How the user likes the screens. */
export interface Preferences {
  /** By the name of the screen. */
  readonly sort: Readonly<Record<string, Sort>>;
  /** Commands chosen in the palette, latest first, each once. */
  readonly paletteHistory: readonly string[];
}

const HISTORY_LENGTH = 50;

const shapes = {
  sort: z.catch(z.record(z.string(), z.catch(z.nullable(Sort), null)), {}),
  paletteHistory: z.catch(z.array(z.string()), []),
};

/** What the settings say, with the default in place of what is absent or wrong. */
export function readPreferences(settings: Settings): Preferences {
  const sort = shapes.sort.parse(settings.get('sort'));
  const known = Object.entries(sort).flatMap(([screen, by]) => (by === null ? [] : [[screen, by] as const]));
  return {
    sort: Object.fromEntries(known),
    paletteHistory: shapes.paletteHistory.parse(settings.get('paletteHistory')),
  };
}

/** Remembers the order of one screen; the others' stay. Throws Failure when it cannot be written. */
export function rememberSort(settings: Settings, screen: string, by: Sort): Promise<void> {
  return settings.update('sort', (now) => ({ ...shapes.sort.parse(now), [screen]: by }));
}

/** Puts a command at the head of the palette's history, which keeps 50. Throws Failure when it cannot be written. */
export function rememberCommand(settings: Settings, command: string): Promise<void> {
  return settings.update('paletteHistory', (now) => {
    const others = shapes.paletteHistory.parse(now).filter((earlier) => earlier !== command);
    return [command, ...others].slice(0, HISTORY_LENGTH);
  });
}
