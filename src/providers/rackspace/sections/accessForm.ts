import { type Form, type FormValues, type RowsField, rowsOf } from '../../../model/form.ts';
import { networkFault, shortNetwork } from './network.ts';

/** Whom a balancer lets in or keeps out. `address` may be a network; IPv6 in its short form. */
export interface AccessRule {
  readonly address: string;
  /** ALLOW, DENY or the engine's own word. */
  readonly type: string;
}

/** The rules in the values of the form. */
export function rulesIn(values: FormValues): readonly AccessRule[] {
  return rowsOf(values['rules'] ?? '').map((row) => ({
    address: shortNetwork(row['address'] ?? ''),
    type: row['type'] ?? 'DENY',
  }));
}

/** New rules. `room` is how many there may be more; `known` are those that there are. */
export function accessForm(room: number, known: readonly AccessRule[]): Form {
  const rules: RowsField = {
    kind: 'rows',
    key: 'rules',
    label: 'Rules',
    help: 'An address or a network a line, with ALLOW or DENY: 198.51.100.0/24 DENY',
    columns: [
      {
        kind: 'text',
        key: 'address',
        label: 'Address',
        check: networkFault,
      },
      {
        kind: 'choice',
        key: 'type',
        label: 'Type',
        initial: 'DENY',
        options: [
          { value: 'ALLOW', label: 'ALLOW', help: 'may connect, whatever else is denied' },
          { value: 'DENY', label: 'DENY', help: 'is refused' },
        ],
      },
    ],
    locked: [],
    most: room,
    checkRows: (rows) => twice(rows, known),
    parse: rowOf,
  };
  return { title: 'New access rules', fields: [rules] };
}

/** Addresses must be unique: what is there twice, by row. */
function twice(rows: readonly FormValues[], known: readonly AccessRule[]): Readonly<Record<number, string>> {
  const seen = new Set(known.map(({ address }) => address));
  const faults: Record<number, string> = {};
  for (const [index, row] of rows.entries()) {
    const address = shortNetwork(row['address'] ?? '');
    if (address !== '' && seen.has(address))
      faults[index] = `${address} is in the list already: leave it out`;
    seen.add(address);
  }
  return faults;
}

function rowOf(line: string): FormValues | string {
  const words = line.split(/[\s,;]+/).filter((word) => word !== '');
  const types = words.map((word) => word.toUpperCase()).filter((word) => word === 'ALLOW' || word === 'DENY');
  const [address, ...more] = words.filter((word) => !/^(allow|deny)$/i.test(word));
  if (address === undefined || more.length > 0 || types.length > 1)
    return 'One address or network a line, with ALLOW or DENY behind it';
  return networkFault(address) ?? { address, type: types[0] ?? 'DENY' };
}
