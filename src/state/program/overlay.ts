import { edit, type Line, line } from '../form/lineEditor.ts';
import type { Press } from '../keys/press.ts';
import type { Question } from '../pages/pageHost.ts';

/** A question in a panel, with what has been answered so far. */
export interface Asked {
  readonly question: Question;
  /** Which button is lit; Cancel at first. */
  readonly choice: 'cancel' | 'yes';
  /** What has been typed, where typing is asked for. */
  readonly line: Line;
  /** Why enter did not do. */
  readonly fault: string | null;
}

/** What a question comes to with a key: it is over, or it stays open as it is then. */
export type Answer =
  | { readonly kind: 'yes' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'open'; readonly asked: Asked };

/** A question that has just been asked: Cancel is lit, nothing is typed. */
export function asked(question: Question): Asked {
  return { question, choice: 'cancel', line: line(''), fault: null };
}

/** What a key does to a question. Where a name must be typed, nothing shorter will do. */
export function answer(now: Asked, press: Press): Answer {
  if (press.name === 'ctrl-c' && now.question.insists) return { kind: 'yes' };
  if (press.name === 'esc' || press.name === 'ctrl-c') return { kind: 'cancel' };
  return now.question.typed === null ? byButton(now, press) : byTyping(now, now.question.typed, press);
}

function byButton(now: Asked, press: Press): Answer {
  switch (press.name) {
    case 'left':
    case 'right':
    case 'tab':
    case 'shift-tab':
    case 'h':
    case 'l':
      return { kind: 'open', asked: { ...now, choice: now.choice === 'yes' ? 'cancel' : 'yes' } };
    case 'y':
      return { kind: 'yes' };
    case 'n':
    case 'q':
      return { kind: 'cancel' };
    case 'enter':
      return now.choice === 'yes' ? { kind: 'yes' } : { kind: 'cancel' };
    default:
      return { kind: 'open', asked: now };
  }
}

function byTyping(now: Asked, wanted: string, press: Press): Answer {
  if (press.name === 'enter') {
    if (now.line.text.trim() === wanted) return { kind: 'yes' };
    const fault = now.line.text.trim() === '' ? `Type ${wanted} to confirm, or esc` : `That is not ${wanted}`;
    return { kind: 'open', asked: { ...now, fault } };
  }
  const typed = edit(now.line, press);
  return { kind: 'open', asked: typed ? { ...now, line: typed, fault: null } : now };
}
