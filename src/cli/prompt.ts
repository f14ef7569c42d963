import { Failure } from '../model/problem.ts';

/** Asking the person at the terminal. Questions go to stderr, so that stdout stays what was asked for. */
export interface Prompt {
  /** Somebody can answer. */
  readonly interactive: boolean;
  /** One line, shown as it is typed. Throws Failure `cancelled` on ctrl-c and at the end of the input. */
  line(question: string): Promise<string>;
  /** The same without echo. */
  secret(question: string): Promise<string>;
  /** The first line of what is piped in; null where there is none. */
  piped(): Promise<string | null>;
  /** All of what is piped in, and no more of it than is needed to see that it has more than `most` characters. */
  pipedText(most: number): Promise<string | null>;
}

/** The part of process.stdin that is used. */
export interface Keyboard extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';
const ERASE = ['\u0008', '\u007f'];

function cancelled(): Failure {
  return new Failure({ kind: 'cancelled', message: 'Stopped at the question' });
}

/** Asks on the terminal of `keyboard`, with the questions written by `write`. */
export function terminalPrompt(
  keyboard: Keyboard,
  write: (text: string) => void,
  interactive: boolean,
  signal: AbortSignal,
): Prompt {
  const ask = async (question: string, echo: boolean): Promise<string> => {
    // First, since whoever answers the moment the question stands there would see the terminal show the secret.
    keyboard.setRawMode?.(true);
    try {
      write(`${question} `);
      return await readTyped(keyboard, echo ? write : () => {}, signal);
    } finally {
      keyboard.setRawMode?.(false);
      keyboard.pause();
      write('\n');
    }
  };
  return {
    interactive,
    line: (question) => ask(question, true),
    secret: (question) => ask(question, false),
    piped: async () => {
      const isRead = (text: string) => text.includes('\n') || text.length > LONGEST_PIPED;
      if (keyboard.isTTY) return null;
      return (await readPiped(keyboard, signal, isRead)).split(/\r?\n/)[0] || null;
    },
    pipedText: async (most) =>
      keyboard.isTTY ? null : readPiped(keyboard, signal, (text) => text.length > most),
  };
}

/** Characters up to enter. The terminal is in raw mode: what is typed is not shown unless `echo` does. */
function readTyped(keyboard: Keyboard, echo: (text: string) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const finish = (settle: () => void) => {
      keyboard.removeListener('data', onData);
      keyboard.removeListener('end', onEnd);
      signal.removeEventListener('abort', onEnd);
      settle();
    };
    const onEnd = () => finish(() => reject(cancelled()));
    const onData = (chunk: Buffer | string) => {
      for (const letter of String(chunk)) {
        if (letter === '\r' || letter === '\n') return finish(() => resolve(typed.join('')));
        if (letter === CTRL_C || letter === CTRL_D) return onEnd();
        if (letter === CTRL_U) {
          echo('\b \b'.repeat(typed.length));
          typed = [];
        } else if (ERASE.includes(letter)) {
          if (typed.pop() !== undefined) echo('\b \b');
        } else if (letter >= ' ') {
          typed.push(letter);
          echo(letter);
        }
      }
      return undefined;
    };
    if (signal.aborted) return onEnd();
    keyboard.setEncoding?.('utf8');
    keyboard.on('data', onData);
    keyboard.once('end', onEnd);
    signal.addEventListener('abort', onEnd, { once: true });
    keyboard.resume();
    return undefined;
  });
}

/** A secret on stdin is one line; whoever sends megabytes means something else. */
const LONGEST_PIPED = 65_536;

/** What comes in, up to its end or until it `isRead`. Throws Failure `cancelled`. */
function readPiped(input: Keyboard, signal: AbortSignal, isRead: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const finish = (settle: () => void) => {
      input.removeListener('data', onData);
      input.removeListener('end', onEnd);
      input.removeListener('error', onEnd);
      signal.removeEventListener('abort', onAbort);
      input.pause();
      settle();
    };
    const onEnd = () => finish(() => resolve(text));
    const onAbort = () => finish(() => reject(cancelled()));
    const onData = (chunk: Buffer | string) => {
      text += String(chunk);
      if (isRead(text)) onEnd();
    };
    if (signal.aborted) return onAbort();
    input.setEncoding?.('utf8');
    input.on('data', onData);
    input.once('end', onEnd);
    input.once('error', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    input.resume();
    return undefined;
  });
}
