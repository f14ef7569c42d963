import type { Balancer } from '../../src/model/balancer.ts';
import type { Form, FormValues } from '../../src/model/form.ts';
import { Failure } from '../../src/model/problem.ts';
import type { Provider, Receipt } from '../../src/providers/provider.ts';
import type { Collection, Item, Section, Setting, SettingReading } from '../../src/providers/sections.ts';
import { BalancersPage } from '../../src/state/pages/balancersPage.ts';
import { aDetail, anAccount, aProvider, nodes } from './model.ts';
import type { SluiceUnderTest } from './sluice.ts';

const RECEIPT: Receipt = { requestId: null, detail: null };

export const CACHE_FORM: Form = {
  title: 'Cache',
  fields: [
    { kind: 'number', key: 'ttl', label: 'Seconds to keep', help: 'From 1 to 600', min: 1, max: 600 },
    {
      kind: 'choice',
      key: 'mode',
      label: 'Mode',
      options: [
        { value: 'all', label: 'everything' },
        { value: 'some', label: 'pictures only' },
      ],
    },
  ],
};

const PAGE_FORM: Form = {
  title: 'Sorry page',
  fields: [
    { kind: 'long', key: 'html', label: 'Page', help: 'What is sent when no node is up', most: 2_000 },
    { kind: 'long', key: 'key', label: 'Signing key', secret: true, most: 2_000, optional: true },
  ],
};

const RULE_FORM: Form = {
  title: 'Rule',
  fields: [
    { kind: 'text', key: 'path', label: 'Path', help: 'Begins with a slash' },
    { kind: 'number', key: 'order', label: 'Order', min: 1, max: 99, initial: '10' },
  ],
};

/** A call of the made-up engine, answered now, or when the test says so. */
class Gate {
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
class KeptSetting {
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
class KeptRules {
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

/** An engine that no one has, with sections of its own; what it keeps can be looked at and changed behind the program's back. */
export class MadeUpEngine {
  readonly gates = { read: new Gate(), write: new Gate(), form: new Gate() };
  readonly cache = new KeptSetting({ ttl: '60', mode: 'all' }, this.gates);
  readonly page = new KeptSetting(null, this.gates);
  readonly limit = new KeptSetting({ rate: '100' }, this.gates);
  readonly rules = new KeptRules(['/', '/api', '/static'], this.gates);
  detailReads = 0;
  nodeCount = 3;
  /** What the balancer itself tells of its rules; null where they are read by themselves. */
  knownRules = false;
  changes: Partial<Provider> = {};
  balancers: readonly Balancer[] = [aDetail(nodes(3))];
  readonly deleted: string[] = [];

  sections(): readonly Section[] {
    return [
      this.rules.collection(this.knownRules ? { known: this.rules.items } : {}),
      this.cache.setting({ key: 'cache', title: 'Cache' }, CACHE_FORM),
      this.page.setting({ key: 'sorry', title: 'Sorry page' }, PAGE_FORM),
      this.configuration(),
    ];
  }

  /** What can only be read, told by the balancer: the engine's own lines. */
  configuration(): Setting {
    const lines = Array.from(
      { length: 40 },
      (_, line) => `server web-${line + 1} 10.0.0.${line + 1}:80 check`,
    );
    const known = { configured: true, values: {}, summary: '40 lines', raw: lines };
    return {
      kind: 'setting',
      key: 'configuration',
      title: 'Configuration',
      help: 'The lines of the configuration file',
      known,
      read: async () => known,
      form: () => ({ title: 'Configuration', fields: [] }),
    };
  }

  provider(): Provider {
    return aProvider({
      label: 'Made-up',
      oneChangeAtATime: false,
      listBalancers: async () => this.balancers,
      getBalancer: async () => {
        this.detailReads += 1;
        const told = this.knownRules ? this.rules.items : [];
        return { ...aDetail(nodes(this.nodeCount)), raw: { rules: told } };
      },
      changeNode: async () => RECEIPT,
      sections: () => this.sections(),
      nodeSections: (_, { id }) => [
        this.limit.setting({ key: 'limit', title: `Limit of node ${id}` }, LIMIT_FORM),
      ],
      removal: {
        notes: ['Its nodes stay'],
        run: async (id) => {
          await this.gates.write.pass();
          this.deleted.push(id);
          this.balancers = this.balancers.filter((balancer) => balancer.id !== id);
          return RECEIPT;
        },
      },
      ...this.changes,
    });
  }
}

const LIMIT_FORM: Form = {
  title: 'Limit',
  fields: [{ kind: 'number', key: 'rate', label: 'Requests a second', min: 1, max: 10_000 }],
};

/** A failure as the engine would give it. */
export function refusal(message: string): Failure {
  return new Failure({ kind: 'invalid', message, hint: 'Give a smaller one' });
}

/** The list of balancers of the made-up engine, in its own account; `open` goes on to the only one. */
export async function openMadeUp(
  app: SluiceUnderTest,
  engine: MadeUpEngine,
  { open = true, account = anAccount() } = {},
): Promise<void> {
  const session = { key: `${account.id}@DFW`, account, region: 'DFW', provider: engine.provider() };
  app.program.home(new BalancersPage(app.program, [session], false));
  await app.idle();
  if (open) await app.press('enter');
}
