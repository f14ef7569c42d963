/** `a, b or c`, at most a few. */
export function some(words: readonly string[], last: 'and' | 'or', most = 5): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}
