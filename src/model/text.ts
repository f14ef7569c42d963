/**
 * C0 and C1 controls, DEL, line and paragraph separators, and the marks that turn the direction of writing round or
 * hide text (bidirectional overrides and isolates, zero-width characters but the joiners that scripts need, tags).
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
/** Escape sequences go as a whole, so that `\e[2J` does not leave a puzzling `[2J` behind. */
const SEQUENCES =
  // biome-ignore lint/complexity/useRegexLiterals: the literal form trips over the control characters
  new RegExp(
    '(?:\\u001b\\]|\\u009d)[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)?|(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?|\\u001b[ -/]*[0-~]?',
    'g',
  );

/**
 * Text from outside made safe to draw, print and log: no escape sequences, no control characters, no lone surrogates;
 * line breaks and tabs become one space. Everything the model holds has been through here.
 */
export function cleanText(text: string): string {
  return text
    .replace(SEQUENCES, '')
    .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replace(UNSAFE, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** `cleanText` of anything that should have been text; numbers and booleans are written out, the rest is null. */
export function cleanOrNull(value: unknown): string | null {
  if (typeof value === 'string') {
    const text = cleanText(value);
    return text === '' ? null : text;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return null;
}

/** The text with its first letter as a sentence begins. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
