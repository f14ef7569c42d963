/** A name as a shell takes it in a command that is suggested: in single quotes where it would be read as something else. */
export function shellWord(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
