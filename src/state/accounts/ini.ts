/** Sections by name, each with its entries by lower-case name. Entries before the first section are under `''`. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads an INI file as Python's tools write it. Values are raw: `%`, `#`, `;`, quotes and further `=` within them count.
 * Lines that are neither a section nor an entry are passed over; of an entry given twice the last one counts.
 */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let name = '';
  for (const raw of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      name = header.trim();
      if (!sections.has(name)) sections.set(name, new Map());
      continue;
    }
    const split = line.search(/[=:]/);
    if (split <= 0) continue;
    const section = sections.get(name) ?? new Map<string, string>();
    section.set(line.slice(0, split).trim().toLowerCase(), line.slice(split + 1).trim());
    sections.set(name, section);
  }
  return sections;
}
