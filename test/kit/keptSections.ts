import type { Form, FormValues } from '../../src/model/form.ts';
import type { Failure } from '../../src/model/problem.ts';
import type { Receipt } from '../../src/providers/provider.ts';
import type { Collection, Item, Setting, SettingReading } from '../../src/providers/sections.ts';

/** What the made-up engine answers to any change. */
export const RECEIPT: Receipt = { requestId: null, detail: null };

const RULE_FORM: Form = {
  title: 'Rule',
  fields: [
    { kind: 'text', key: 'path', label: 'Path', help: 'Begins with a slash' },
    { kind: 'number', key: 'order', label: 'Order', min: 1, max: 99, initial: '10' },
  ],
};

/** A call of the made-up engine, answered now, or when the test says so. */
export class Gate {
  held = false;
  problem: Failure | null = null;
  readonly #waiting: (() => void)[] = [];

  async pass(): Promise<void> {
    if (this.held) await new Promise<void>((go) => this.#waiting.push(go));
    const { problem } = this;
    if (problem) throw problem;
  }

  release(): void {
    this.held = false;
    for (const go of this.#waiting.splice(0)) go();
  }
}

/** A setting in memory, which the balancer does not tell. */
export class KeptSetting {
  now: FormValues | null;
  reads = 0;
  readonly written: FormValues[] = [];
  readonly #gates: Gates;

  constructor(start: FormValues | null, gates: Gates) {
    this.now = start;
    this.#gates = gates;
  }

  setting(fields: Partial<Setting> & Pick<Setting, 'key' | 'title'>, form: Form): Setting {
    return {
      kind: 'setting',
      help: `What ${fields.title} is for`,
      known: null,
      read: async () => {
        this.reads += 1;
        await this.#gates.read.pass();
        return this.reading();
      },
      form: (reading) => ({
        ...form,
        fields: form.fields.map((field) => ({
          ...field,
          initial: reading.values[field.key] ?? field.initial ?? '',
        })),
      }),
      write: async (values) => {
        await this.#gates.write.pass();
        this.written.push(values);
        this.now = values;
        return RECEIPT;
      },
      reset: {
        title: `Remove the ${fields.title.toLowerCase()}`,
        run: async () => {
          await this.#gates.write.pass();
          this.now = null;
          return RECEIPT;
        },
      },
      ...fields,
    };
  }

  reading(): SettingReading {
    // A secret is not told to anybody again.
    const { key: _secret, ...told } = this.now ?? {};
    const now = this.now && told;
    const summary = now ? Object.values(now).join(', ').split('\n')[0] : 'off';
    return { configured: now !== null, values: now ?? {}, summary: summary ?? '', raw: now };
  }
}

interface Gates {
  readonly read: Gate;
  readonly write: Gate;
}

/** Rules in memory: paths with an order. */
export class KeptRules {
  items: Item[] = [];
  reads = 0;
  #made = 0;
  readonly #gates: Gates;

  constructor(paths: readonly string[], gates: Gates) {
    this.#gates = gates;
    for (const path of paths) this.put({ path, order: '10' });
  }

  put(values: FormValues, id = String(++this.#made)): void {
    const { path = '', order = '' } = values;
    const item: Item = {
      id,
      name: path,
      cells: { path, order },
      values,
      raw: { path, order: Number(order) },
    };
    const at = this.items.findIndex((one) => one.id === id);
    this.items = at < 0 ? [...this.items, item] : this.items.with(at, item);
  }

  collection(fields: Partial<Collection>): Collection {
    return {
      kind: 'collection',
      key: 'rules',
      title: 'Rules',
      one: 'rule',
      help: 'Which requests go where',
      columns: [
        { key: 'path', title: 'PATH' },
        { key: 'order', title: 'ORDER', align: 'right' },
      ],
      empty: 'Every request goes to every node',
      known: null,
      list: async () => {
        this.reads += 1;
        await this.#gates.read.pass();
        return this.items;
      },
      add: {
        form: () => ({ ...RULE_FORM, title: 'Add a rule' }),
        run: async (values) => {
          await this.#gates.write.pass();
          this.put(values);
          return RECEIPT;
        },
      },
      edit: {
        key: 'edit',
        label: 'rule',
        help: 'Change it',
        reversible: true,
        form: ({ values, name }) => ({
          ...RULE_FORM,
          title: `Rule ${name}`,
          fields: RULE_FORM.fields.map((field) => ({ ...field, initial: values[field.key] ?? '' })),
        }),
        run: async (item, values) => {
          await this.#gates.write.pass();
          this.put(values, item.id);
          return RECEIPT;
        },
      },
      remove: {
        atMost: 10,
        restorable: true,
        whyNot: ({ name }) => (name === '/' ? 'the last resort stays' : null),
        run: async (gone) => {
          await this.#gates.write.pass();
          this.items = this.items.filter((item) => !gone.some(({ id }) => id === item.id));
          return RECEIPT;
        },
      },
      actions: [
        {
          key: 'first',
          label: 'first',
          help: 'Put it before all others',
          reversible: false,
          run: async ({ id, values }) => {
            await this.#gates.write.pass();
            this.put({ ...values, order: '1' }, id);
            return RECEIPT;
          },
        },
        {
          key: 'test',
          label: 'try out',
          help: 'Send one request',
          reversible: false,
          whyNot: () => 'no node is up',
          run: async () => RECEIPT,
        },
      ],
      ...fields,
    };
  }
}
