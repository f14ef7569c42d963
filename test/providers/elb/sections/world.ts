import { onTestFinished } from 'vitest';
import type { FormValues } from '../../../../src/model/form.ts';
import type { CreateFlow } from '../../../../src/providers/create.ts';
import { Balancers } from '../../../../src/providers/elb/balancers.ts';
import { elbCreateFlow } from '../../../../src/providers/elb/create/index.ts';
import { Leavers } from '../../../../src/providers/elb/leavers.ts';
import { Machines } from '../../../../src/providers/elb/machines.ts';
import { AWS_LIMITS, openAws } from '../../../../src/providers/elb/openAws.ts';
import { OwnMemory } from '../../../../src/providers/elb/ownMemory.ts';
import { endpointsOf } from '../../../../src/providers/elb/place.ts';
import { elbSections } from '../../../../src/providers/elb/sections/index.ts';
import { elbUsage } from '../../../../src/providers/elb/usage/index.ts';
import { Lifetime } from '../../../../src/providers/http/lifetime.ts';
import { Secrets } from '../../../../src/providers/http/secrets.ts';
import { Transport } from '../../../../src/providers/http/transport.ts';
import type { ProviderContext } from '../../../../src/providers/provider.ts';
import type { Collection, Item, Setting } from '../../../../src/providers/sections.ts';
import { acceptedValues, faultsOf, initialValues } from '../../../../src/state/form/checkForm.ts';
import type { VirtualClock } from '../../../kit/clock.ts';
import { openSandbox } from '../../../sandbox/client.ts';
import { testMemory } from '../../kit/memory.ts';
import { never } from '../../kit/rackspaceDouble.ts';

/** The rooms of the provider on a sandbox of their own, over real HTTP, with one clock for both. */
export async function awsWorld() {
  const { sandbox, clock } = await openSandbox({ signatureTimes: false });
  const { endpoint, accessKeyId, secretAccessKey, region } = sandbox.aws;
  /** `RunInstances`: what was sent, in order. */
  const asked: string[] = [];
  const open = () => {
    const context: ProviderContext = {
      clock,
      memory: testMemory(),
      // Half, so that no pause ends between two milliseconds.
      random: () => 0.5,
      debug: (event, facts) => void (event === 'aws' && asked.push(String(facts?.['name']))),
      env: {},
      userAgent: 'sluice-test/1',
    };
    const transport = new Transport({}, AWS_LIMITS);
    const lifetime = new Lifetime();
    const login = { account: 'sandbox', region, settings: { endpoint }, secret: async () => null };
    const aws = openAws({
      account: 'sandbox',
      region,
      signIn: { kind: 'keys', keys: { accessKeyId, secretAccessKey } },
      endpoints: endpointsOf(login, {}, null),
      transport,
      secrets: new Secrets(),
      context,
    });
    const machines = new Machines(aws, clock);
    const memory = new OwnMemory(context, endpoint);
    const balancers = new Balancers({ aws, machines, memory, leavers: new Leavers(clock), clock });
    onTestFinished(async () => {
      lifetime.end();
      aws.close();
      await transport.close();
    });
    const flow: CreateFlow = elbCreateFlow({ aws, balancers, machines, context, lifetime });
    return {
      aws,
      balancers,
      flow,
      sections: elbSections({ aws, clock, lifetime, balancers }),
      usage: elbUsage({ aws, clock, lifetime, balancers }),
    };
  };
  const opened = open();
  const section = async (name: string, key: string) => {
    const detail = await opened.balancers.get(name, never);
    const found = opened.sections(detail).find((one) => one.key === key);
    if (!found) throw new Error(`${name} has no section ${key}`);
    return found;
  };
  return {
    ...opened,
    sandbox,
    clock,
    asked,
    /** The same once more, as a new process would have it. */
    open,
    /** Runs a call on the one clock of both sides. */
    drive: <T>(call: Promise<T>) => driveQuietly(clock, () => sandbox.inFlight(), call),
    async setting(name: string, key: string): Promise<Setting> {
      const found = await section(name, key);
      if (found.kind !== 'setting') throw new Error(`${key} is no setting`);
      return found;
    },
    async collection(name: string, key: string): Promise<Collection> {
      const found = await section(name, key);
      if (found.kind !== 'collection') throw new Error(`${key} is no collection`);
      return found;
    },
  };
}

export type AwsWorld = Awaited<ReturnType<typeof awsWorld>>;

/** Turns of the event loop with nothing going on after which nothing will. */
const QUIET_TURNS = 25;

/** Moves the clock on only when both sides have nothing left to do, so that what takes no time takes none. */
async function driveQuietly<T>(clock: VirtualClock, inFlight: () => number, call: Promise<T>): Promise<T> {
  let over = false;
  const done = () => {
    over = true;
  };
  call.then(done, done);
  for (let quiet = 0; !over; ) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = inFlight() === 0 ? quiet + 1 : 0;
    if (over || quiet < QUIET_TURNS || clock.nextIn === null) continue;
    quiet = 0;
    await clock.advance(clock.nextIn);
  }
  return call;
}

export const quietly = { signal: never };

/** The item of that name. */
export async function itemOf(collection: Collection, name: string): Promise<Item> {
  const items = await collection.list(quietly);
  const found = items.find((item) => item.name === name);
  if (found) return found;
  throw new Error(`no ${collection.one} ${name} among ${items.map((item) => item.name).join(', ')}`);
}

/** The names of all items. */
export async function namesOf(collection: Collection): Promise<readonly string[]> {
  return (await collection.list(quietly)).map(({ name }) => name);
}

/** What the add form makes of these values, as a screen would accept them; its faults where it does not. */
export async function addTo(collection: Collection, typed: FormValues) {
  const form = await collection.add?.form(quietly);
  if (!form || !collection.add) throw new Error(`nothing can be added to ${collection.key}`);
  const values = { ...initialValues(form), ...typed };
  const faults = faultsOf(form, values);
  if (Object.keys(faults).length > 0) return faults;
  await collection.add.run(acceptedValues(form, values), quietly);
  return {};
}

/** Does an action to the item of that name with these values; `edit` is one of them. */
export async function act(collection: Collection, key: string, name: string, typed: FormValues = {}) {
  const item = await itemOf(collection, name);
  const action = [...(collection.actions ?? []), ...(collection.edit ? [collection.edit] : [])].find(
    (one) => one.key === key,
  );
  if (!action) throw new Error(`${collection.key} has no action ${key}`);
  const form = await action.form?.(item, quietly);
  const values = form ? acceptedValues(form, { ...initialValues(form), ...typed }) : typed;
  const why = action.whyNot?.(item) ?? null;
  if (why !== null) return { why, warnings: [], notes: [] };
  const warnings = action.warnings?.(item, values) ?? [];
  const notes = action.notes?.(item, values) ?? [];
  await action.run(item, values, quietly);
  return { why, warnings, notes };
}

/** The options of a field that is loaded. */
export async function optionsOf(
  form: { readonly fields: readonly { readonly key: string }[] },
  key: string,
): Promise<readonly string[]> {
  const field = form.fields.find((one) => one.key === key);
  if (!field || !('load' in field) || typeof field.load !== 'function') throw new Error(`no list ${key}`);
  const options: readonly { readonly value: string }[] = await field.load(never);
  return options.map(({ value }) => value);
}
