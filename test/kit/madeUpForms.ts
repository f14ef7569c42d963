import { type Form, type FormValues, rowsOf, rowsText } from '../../src/model/form.ts';

const DAYS = ['mon', 'tue', 'wed', 'sat'].map((value) => ({ value, label: `${value} of the week` }));
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'de-at', label: 'German of Austria' },
];

/** A form with a field of every kind. */
export function greetingForm(values: FormValues): Form {
  const initial = (key: string, fallback = '') => values[key] ?? fallback;
  return {
    title: 'Greeting',
    fields: [
      { kind: 'text', key: 'text', label: 'Text', initial: initial('text') },
      {
        kind: 'number',
        key: 'maxRepeat',
        flag: 'max-repeat',
        label: 'Repeat at most',
        initial: initial('maxRepeat', '1'),
        min: 1,
        max: 9,
      },
      {
        kind: 'choice',
        key: 'mood',
        label: 'Mood',
        initial: initial('mood', 'CALM'),
        options: [
          { value: 'CALM', label: 'calm' },
          { value: 'VERY_LOUD', label: 'very loud' },
        ],
      },
      { kind: 'yesno', key: 'sealed', label: 'Sealed', initial: initial('sealed', 'no') },
      {
        kind: 'pick',
        key: 'language',
        label: 'Language',
        initial: initial('language'),
        load: async () => LANGUAGES,
        preferred: () => 'en',
      },
      {
        kind: 'many',
        key: 'days',
        label: 'Days',
        initial: initial('days'),
        optional: true,
        load: async () => DAYS,
      },
      {
        kind: 'rows',
        key: 'words',
        label: 'Words',
        initial: initial('words'),
        optional: true,
        locked: [],
        most: 3,
        columns: [
          { kind: 'text', key: 'word', label: 'Word' },
          { kind: 'number', key: 'times', label: 'Times', min: 1, max: 9 },
        ],
        parse: (line) => {
          const [word = '', times = '1', ...more] = line.split(':');
          return more.length > 0 ? 'a word is WORD[:TIMES]' : { word, times };
        },
      },
      {
        kind: 'long',
        key: 'page',
        label: 'Page',
        initial: initial('page'),
        optional: true,
        most: 200,
      },
      {
        kind: 'secret',
        key: 'password',
        label: 'Password',
        optional: true,
        shownWhen: ({ sealed }) => sealed === 'yes',
      },
      {
        kind: 'long',
        key: 'private-key',
        label: 'Private key',
        optional: true,
        secret: true,
        most: 2_000,
        shownWhen: ({ sealed }) => sealed === 'yes',
      },
    ],
    check: ({ mood, text = '' }) =>
      mood === 'VERY_LOUD' && !text.endsWith('!') ? { text: 'A loud text ends with "!": add it' } : {},
    follow: ({ mood }, changed) => (changed === 'mood' && mood === 'VERY_LOUD' ? { maxRepeat: '3' } : {}),
  };
}

/** Who sits where. */
export const guestForm = (values: FormValues): Form => ({
  title: 'Guest',
  fields: [
    { kind: 'text', key: 'name', label: 'Name', flag: 'name', initial: values['name'] ?? '' },
    { kind: 'number', key: 'seat', label: 'Seat', initial: values['seat'] ?? '', min: 1, max: 99 },
  ],
});

/** What is on a guest’s plate. */
export const dishForm = (values: FormValues): Form => ({
  title: 'Dishes',
  fields: [
    {
      kind: 'many',
      key: 'dishes',
      label: 'Dishes',
      initial: values['dishes'] ?? '',
      optional: true,
      load: async () => ['soup', 'bread', 'cake'].map((value) => ({ value, label: value })),
    },
  ],
});

/** The words of the greeting as the form holds them. */
export function words(...pairs: readonly (readonly [word: string, times: string])[]): string {
  return rowsText(pairs.map(([word, times]) => ({ word, times })));
}

/** And back again. */
export function wordsIn(greeting: FormValues | null): readonly FormValues[] {
  return rowsOf(greeting?.['words'] ?? '');
}
