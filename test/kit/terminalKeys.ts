/** What xterm sends for the keys that send more than one character. */
const SEQUENCES: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  'shift-tab': '\u001b[Z',
  space: ' ',
  backspace: '\u007f',
  delete: '\u001b[3~',
  insert: '\u001b[2~',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  f1: '\u001bOP',
  f2: '\u001bOQ',
  f3: '\u001bOR',
  f4: '\u001bOS',
  f5: '\u001b[15~',
  f10: '\u001b[21~',
  'ctrl-space': '\u0000',
  'focus-in': '\u001b[I',
  'focus-out': '\u001b[O',
};

/** The bytes, as text, that a terminal sends for a key as the decoder names it (`D`, `enter`, `ctrl-a`, `alt-x`). */
export function keySequence(name: string): string {
  const known = SEQUENCES[name];
  if (known !== undefined) return known;
  const ctrl = /^ctrl-([a-z\\\]^_])$/.exec(name)?.[1];
  if (ctrl !== undefined) return String.fromCharCode(ctrl.toUpperCase().charCodeAt(0) - 0x40);
  if (name.startsWith('alt-')) return `\u001b${keySequence(name.slice(4))}`;
  if ([...name].length === 1) return name;
  throw new Error(`No terminal sends a key called ${name}`);
}
