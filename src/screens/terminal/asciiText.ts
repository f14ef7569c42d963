import stringWidth from 'string-width';

/** What stands for typographic signs that have a likeness as wide. */
const LIKENESS: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '·': '-',
  '•': '*',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '~',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '«': '<',
  '»': '>',
  '‹': '<',
  '›': '>',
  '←': '<',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '×': 'x',
  '❯': '>',
  '✓': '*',
  '─': '-',
  '│': '|',
};
const BEYOND = /[^\u0000-\u007f]/gu;

/**
 * The text for a terminal whose locale is not UTF-8, as wide as it was: letters lose their accents, signs become their
 * likeness, and what has none a question mark for each cell. Escape sequences are ASCII and stay.
 */
export function asciiText(text: string): string {
  return text.replace(BEYOND, (character) => {
    const likeness = LIKENESS[character];
    if (likeness !== undefined) return likeness;
    const letter = character.normalize('NFD')[0] ?? '';
    return letter !== '' && letter <= '\u007f' ? letter : '?'.repeat(stringWidth(character));
  });
}
