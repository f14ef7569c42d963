import { onTestFinished, vi } from 'vitest';
import type { BalancerDetail } from '../../src/model/balancer.ts';
import type { FormValues } from '../../src/model/form.ts';
import type { Provider, Receipt } from '../../src/providers/provider.ts';
import { rackspaceEngine } from '../../src/providers/rackspace/engine.ts';
import type { Collection, Item, Section, Setting, SettingReading } from '../../src/providers/sections.ts';
import { dishForm, greetingForm, guestForm } from './madeUpForms.ts';

const RECEIPT: Receipt = { requestId: 'req-made-up', detail: null };

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
