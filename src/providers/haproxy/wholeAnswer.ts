import { cleanText } from '../../model/text.ts';
import { LostLine } from './lostLine.ts';

/** What a socket may do. */
export type Level = 'user' | 'operator' | 'admin';

/** The answer to a whole line of commands, and the socket's level. */
export interface WholeAnswer {
  readonly text: string;
  readonly level: Level;
}

/** Ends each line: its answer is known and comes last, so one without it was cut off. A master ends no connection by itself. */
export const LAST_COMMAND = 'show cli level';

const LAST_WORD = /(?:^|\n)(?:\[6\]: )?(user|operator|admin)\n\n?$/;
/** The last word of an answer, which `levelAtEnd` looks for, is in so many last characters. */
export const LAST_PART = 40;

/** The level that a whole answer ends with; null while more is to come. */
export function levelAtEnd(text: string): Level | null {
  const [, level] = LAST_WORD.exec(text.slice(-LAST_PART)) ?? [];
  return level === 'user' || level === 'operator' || level === 'admin' ? level : null;
}

/** An answer that does not end as HAProxy's do: one that was cut off, or another program's. */
export function brokenAnswer(text: string, where: string): LostLine {
  if (
    /^\s*(?:\[\d\]: |# pxname,|# be_id |1\n# be_id|Name: HAProxy|#<PID>|0x)/.test(text) ||
    text.trim() === ''
  )
    return new LostLine(`${where} cut the connection in the middle of its answer`, {
      kind: 'network',
      hint: 'HAProxy may be restarting: try again in a moment',
      sent: true,
    });
  if (/command line is too big/i.test(text))
    return new LostLine('the line of commands is too long for HAProxy', {
      kind: 'engine',
      hint: 'Raise tune.bufsize, or use fewer at once',
      sent: false,
    });
  const begins = cleanText(text.slice(0, 200)).trim().slice(0, 60);
  return new LostLine(`what answers at ${where} is not HAProxy: it begins with “${begins}”`, {
    kind: 'engine',
    hint: 'Check the socket of the account',
    sent: true,
  });
}
