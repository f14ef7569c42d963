import type { Form } from '../../model/form.ts';
import { localTime } from '../present/age.ts';
import { type ExportFormat, exportText } from '../usage/exportText.ts';
import { MOMENT_FORMS, readMoment } from '../usage/moment.ts';
import { DAY_MS, type Range } from '../usage/range.ts';
import type { OwnedRecord } from '../usage/recordFields.ts';
import { FormPage } from './formPage.ts';
import type { Header, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** Asks from when to when. `keptDays`: how far back the engine remembers; null where it is not known. */
export function rangePage(
  host: PageHost,
  header: Header,
  range: { readonly from: number; readonly to: number },
  keptDays: number | null,
  chosen: (range: Range) => void,
): Page {
  const now = () => host.clock.now();
  const moment = (text: string) => readMoment(text, now(), 'local');
  const faultIn = (text: string) => (moment(text) === null ? `"${text}" is no time: ${MOMENT_FORMS}` : null);
  const form: Form = {
    title: 'Usage from when to when',
    fields: [
      {
        kind: 'text',
        key: 'since',
        label: 'Since',
        help: `${MOMENT_FORMS}; your time zone, unless a Z is behind it`,
        initial: localTime(range.from).slice(0, 16),
        check: (text) => {
          const at = moment(text);
          if (at === null) return faultIn(text);
          if (at >= now()) return 'This has not been yet: an earlier time is needed';
          return keptDays !== null && at < now() - (keptDays + 1) * DAY_MS
            ? `The engine keeps ${keptDays} days: a later time is needed`
            : null;
        },
      },
      {
        kind: 'text',
        key: 'until',
        label: 'Until',
        help: 'Empty means now',
        optional: true,
        check: faultIn,
      },
    ],
    check: ({ since, until }): Readonly<Record<string, string>> => {
      const from = moment(since ?? '') ?? 0;
      const to = until ? (moment(until) ?? 0) : now();
      return from < to ? {} : { until: 'Until is before since: a later time is needed' };
    },
  };
  return new FormPage(host, form, header, ({ since, until }) => {
    const from = moment(since ?? '') ?? now();
    const to = until ? (moment(until) ?? now()) : now();
    chosen({ kind: 'span', span: { from, to } });
    host.back();
  });
}

/** Asks where to and in which form, and writes the records into a new file. */
export function exportPage(
  host: PageHost,
  header: Header,
  name: string,
  records: () => Iterable<OwnedRecord>,
): Page {
  const form: Form = {
    title: 'Export usage',
    fields: [
      {
        kind: 'choice',
        key: 'format',
        label: 'Form',
        options: [
          { value: 'csv', label: 'CSV' },
          { value: 'json', label: 'JSON' },
        ],
        initial: 'csv',
      },
      {
        kind: 'text',
        key: 'file',
        label: 'File',
        help: 'A new file; one that is there already stays as it is',
        initial: `${name}.csv`,
      },
    ],
    follow: (values, changed): Readonly<Record<string, string>> =>
      changed === 'format' ? { file: `${name}.${values['format']}` } : {},
  };
  return new FormPage(host, form, header, async (values) => {
    const format: ExportFormat = values['format'] === 'json' ? 'json' : 'csv';
    const where = host.workspace.saveNew(values['file'] ?? '', await exportText(format, records()));
    host.back();
    host.say(`Saved as ${where}`);
  });
}
