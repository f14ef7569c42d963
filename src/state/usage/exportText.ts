import { CSV_HEADER, csvLine, type OwnedRecord, recordFields } from './recordFields.ts';

/** Also what the proposed name of the file ends in. */
export type ExportFormat = 'csv' | 'json';

/** Records written between two looks at the keyboard. */
const AT_A_TIME = 2_000;
/** Line breaks as RFC 4180 has them. */
const CSV_BREAK = '\r\n';

/** All records as the text of a file. A long one is made piece by piece, so that keys are answered meanwhile. */
export async function exportText(format: ExportFormat, records: Iterable<OwnedRecord>): Promise<string> {
  const parts: string[] = [];
  let count = 0;
  for (const owned of records) {
    if (count % AT_A_TIME === AT_A_TIME - 1) await new Promise<void>((resolve) => setImmediate(resolve));
    count += 1;
    parts.push(format === 'csv' ? csvLine(owned) + CSV_BREAK : JSON.stringify(recordFields(owned)));
  }
  if (format === 'csv') return `${CSV_HEADER}${CSV_BREAK}${parts.join('')}`;
  return parts.length === 0 ? '[]\n' : `[\n${parts.join(',\n')}\n]\n`;
}
