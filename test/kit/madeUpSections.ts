import { onTestFinished, vi } from 'vitest';
import type { BalancerDetail } from '../../src/model/balancer.ts';
import { type Form, type FormValues, rowsOf, rowsText } from '../../src/model/form.ts';
import type { Provider, Receipt } from '../../src/providers/provider.ts';
import { rackspaceEngine } from '../../src/providers/rackspace/engine.ts';
import type { Collection, Item, Section, Setting, SettingReading } from '../../src/providers/sections.ts';

const RECEIPT: Receipt = { requestId: 'req-made-up', detail: null };

const DAYS = ['mon', 'tue', 'wed', 'sat'].map((value) => ({ value, label: `${value} of the week` }));
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'de-at', label: 'German of Austria' },
];

/** A form with a field of every kind. */
function greetingForm(values: FormValues): Form {
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

const guestForm = (values: FormValues): Form => ({
  title: 'Guest',
  fields: [
    { kind: 'text', key: 'name', label: 'Name', flag: 'name', initial: values['name'] ?? '' },
    { kind: 'number', key: 'seat', label: 'Seat', initial: values['seat'] ?? '', min: 1, max: 99 },
  ],
});

const dishForm = (values: FormValues): Form => ({
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

function guest(id: string, values: FormValues): Item {
  const { name = '', seat = null, dishes = '' } = values;
  return { id, name, cells: { seat, dishes: dishes.split('\n').join(', ') || null }, values, raw: { id } };
}

/**
 * A setting and a collection that no engine has, with every kind of field and action, kept in memory; what has been done to
 * them can be read. Nothing outside providers/ knows of them, so whatever shows them shows any section.
 */
export class MadeUpSections {
  /** The setting's values; null where it is not configured. Secrets are in `secrets`, not here. */
  greeting: FormValues | null = null;
  /** What was written into fields that are never read back. */
  secrets: FormValues = {};
  guests: readonly Item[] = [
    guest('g1', { name: 'host', seat: '1' }),
    guest('g2', { name: 'anna', seat: '2', dishes: 'soup' }),
    guest('g3', { name: 'bert', seat: '3' }),
  ];
  /** What was done, one line each. */
  readonly done: string[] = [];
  /** Called when a form has been made: somebody else may change things there and then. */
  onForm: () => void = () => {};
  #made = 3;

  /** As a provider offers them. */
  readonly sections = (balancer: BalancerDetail): readonly Section[] => [
    this.#setting(balancer),
    this.#collection(),
    this.#seating(),
    {
      ...this.#setting(balancer),
      key: 'farewell',
      title: 'Farewell',
      unavailable: 'Nobody leaves: open a door',
    },
  ];

  /** The provider with these sections instead of its own. */
  with(provider: Provider): Provider {
    return { ...provider, sections: this.sections, nodeSections: (balancer) => [this.#setting(balancer)] };
  }

  /** Gives them to the Rackspace engine, and so to the sandbox's account, until the test is over. */
  install(): this {
    const open = rackspaceEngine.open.bind(rackspaceEngine);
    const spy = vi
      .spyOn(rackspaceEngine, 'open')
      .mockImplementation(async (login, context, options) => this.with(await open(login, context, options)));
    onTestFinished(() => spy.mockRestore());
    return this;
  }

  #reading(): SettingReading {
    const values = this.greeting;
    return {
      configured: values !== null,
      values: values ?? {},
      summary: values ? `says ${values['text']}` : 'off',
      raw: values,
    };
  }

  #setting({ name }: BalancerDetail): Setting {
    return {
      kind: 'setting',
      key: 'greeting',
      title: 'Greeting',
      help: 'What is said at the door',
      known: null,
      read: async () => this.#reading(),
      form: ({ values }) => {
        const form = greetingForm(values);
        this.onForm();
        return form;
      },
      write: async (values) => {
        const { password, 'private-key': key, ...open } = values;
        this.greeting = open;
        this.secrets = { ...(password ? { password } : {}), ...(key ? { key } : {}) };
        this.done.push(`greet at ${name}`);
        return RECEIPT;
      },
      reset: {
        title: 'Be silent',
        run: async () => {
          this.greeting = null;
          this.done.push('be silent');
          return RECEIPT;
        },
      },
      warnings: ({ mood }) => (mood === 'VERY_LOUD' ? ['The neighbours will hear it'] : []),
    };
  }

  /** Can only be read. */
  #seating(): Setting {
    return {
      kind: 'setting',
      key: 'seating',
      title: 'Seating plan',
      help: 'Who sits where',
      known: { configured: true, values: { plan: 'round' }, summary: 'round', raw: null },
      read: async () => ({ configured: true, values: { plan: 'round' }, summary: 'round', raw: null }),
      form: () => ({ title: 'Seating', fields: [{ kind: 'text', key: 'plan', label: 'Plan' }] }),
    };
  }

  #collection(): Collection {
    return {
      kind: 'collection',
      key: 'guests',
      title: 'Guests',
      one: 'guest',
      help: 'Who is there',
      columns: [
        { key: 'seat', title: 'Seat', align: 'right' },
        { key: 'dishes', title: 'Dishes' },
      ],
      empty: 'Nobody is there',
      known: null,
      list: async () => this.guests,
      add: {
        form: () => guestForm({}),
        run: async (values) => {
          this.#made += 1;
          this.guests = [...this.guests, guest(`g${this.#made}`, values)];
          return this.#note(`add ${values['name']}`);
        },
      },
      edit: {
        key: 'edit',
        label: 'details',
        help: 'Another name or seat',
        form: ({ values }) => guestForm(values),
        run: async (item, values) => {
          this.#put(guest(item.id, { ...item.values, ...values }));
          return this.#note(`edit ${item.name}`);
        },
        reversible: true,
      },
      remove: {
        atMost: 2,
        restorable: true,
        whyNot: ({ name }) => (name === 'host' ? 'the host stays to the end' : null),
        run: async (items) => {
          this.guests = this.guests.filter(({ id }) => items.every((item) => item.id !== id));
          return this.#note(`remove ${items.map(({ name }) => name).join(' and ')}`);
        },
      },
      actions: [
        {
          key: 'serve',
          label: 'dishes',
          help: 'What is on the plate',
          form: ({ values }) => dishForm(values),
          run: async (item, { dishes = '' }) => {
            this.#put(guest(item.id, { ...item.values, dishes }));
            return this.#note(`serve ${item.name}`);
          },
          reversible: true,
        },
        {
          key: 'wake',
          label: 'wake',
          help: 'Wake a guest who sleeps',
          run: async (item) => this.#note(`wake ${item.name}`),
          warnings: ({ name }) => [`${name} may be cross`],
          whyNot: ({ name }) => (name === 'host' ? 'the host never sleeps' : null),
          reversible: false,
        },
      ],
    };
  }

  #put(item: Item): void {
    this.guests = this.guests.map((one) => (one.id === item.id ? item : one));
  }

  #note(line: string): Receipt {
    this.done.push(line);
    return RECEIPT;
  }
}

/** The words of the greeting as the form holds them. */
export function words(...pairs: readonly (readonly [word: string, times: string])[]): string {
  return rowsText(pairs.map(([word, times]) => ({ word, times })));
}

/** And back again. */
export function wordsIn(greeting: FormValues | null): readonly FormValues[] {
  return rowsOf(greeting?.['words'] ?? '');
}
