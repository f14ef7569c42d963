/** Terminals drop longer ones; xterm's own limit is about this. */
const LONGEST = 74_000;

/**
 * The sequence (OSC 52) that asks the terminal to put `text` on the clipboard, which also works over SSH; null when the
 * text is too long to arrive. GNU screen passes it on only inside its own envelope.
 */
export function clipboardSequence(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  if (encoded.length > LONGEST) return null;
  const sequence = `\u001b]52;c;${encoded}\u0007`;
  const inScreen = env['STY'] !== undefined && env['TMUX'] === undefined;
  return inScreen ? `\u001bP${sequence}\u001b\\` : sequence;
}
