import type { Field, Form, FormValues, Option } from '../../../model/form.ts';
import { byName } from '../../../model/order.ts';
import type { Answers, WizardStep } from '../../create.ts';
import type { Kept } from '../../http/kept.ts';
import { BALANCER_STEP } from './balancerPage.ts';
import { bySize, fitFault, memory, newestFirst, smallestFlavor, usualImage } from './choices.ts';
import type { NovaServer } from './novaServers.ts';
import type { Flavor, Image, Offers } from './offers.ts';
import { nameFault } from './rules.ts';
import { MOST_SERVERS } from './schema.ts';

/** By which the page of the nodes and the spec find its answers. */
export const SERVERS_STEP = 'servers';

/** The number of a new server in the pattern of their names. */
const NUMBER = '{n}';

const makesSome = (values: FormValues) => Number(values['count'] ?? 0) > 0;

/** The second page: the machines behind the balancer. */
export function serversPage(offers: Offers, servers: Kept<readonly NovaServer[]>): WizardStep {
  return {
    key: SERVERS_STEP,
    title: 'Servers',
    form: (answers) => serversForm(offers, servers, answers),
  };
}

function serversForm(offers: Offers, servers: Kept<readonly NovaServer[]>, answers: Answers): Form {
  const imageNow = (values: FormValues | undefined) =>
    offers.images.last?.find(({ id }) => id === values?.['image']) ?? undefined;
  const fields: readonly Field[] = [
    {
      kind: 'many',
      key: 'existing',
      label: 'Running servers',
      help: 'Servers of the region that are to take traffic',
      optional: true,
      load: async (signal) => activeFirst(await servers.fresh(signal)).map(serverOption),
    },
    {
      kind: 'number',
      key: 'count',
      label: 'New servers',
      help: 'How many to make; each is billed from then on',
      initial: '2',
      min: 0,
      max: MOST_SERVERS,
    },
    {
      kind: 'text',
      key: 'pattern',
      label: 'Their names',
      help: `${NUMBER} becomes 1, 2, 3 …`,
      initial: `${hostName(answers[BALANCER_STEP]?.['name'] ?? '') || 'web'}-${NUMBER}`,
      check: patternFault,
      shownWhen: makesSome,
    },
    {
      kind: 'pick',
      key: 'image',
      label: 'Image',
      help: 'What they are made from',
      load: async (signal) => newestFirst(await offers.images.get(signal)).map(imageOption),
      preferred: () => usualImage(offers.images.last ?? [])?.id,
      shownWhen: makesSome,
    },
    {
      kind: 'pick',
      key: 'flavor',
      label: 'Flavor',
      help: 'How large each of them is',
      // Which image is chosen is known once this page has been filled in; until then the check below says what fits.
      load: async (signal) => {
        const image = imageNow(answers[SERVERS_STEP]);
        return bySize(await offers.flavors.get(signal))
          .filter((flavor) => (image ? fitFault(flavor, image) === null : flavor.disk > 0))
          .map(flavorOption);
      },
      preferred: () => smallestFlavor(offers.flavors.last ?? [], usualImage(offers.images.last ?? []))?.id,
      check: (text, values) => {
        const flavor = offers.flavors.last?.find(({ id }) => id === text);
        const image = imageNow(values);
        const fault = flavor && image ? fitFault(flavor, image) : null;
        if (fault === null || !image) return null;
        const enough = smallestFlavor(offers.flavors.last ?? [], image);
        return enough ? `${fault}: ${enough.name} is enough` : fault;
      },
      shownWhen: makesSome,
    },
    {
      kind: 'pick',
      key: 'keyName',
      label: 'Key pair',
      help: 'Who may sign in; without one the servers can be reached by their console only',
      optional: true,
      load: async (signal) =>
        (await offers.keyPairs.get(signal)).map((name) => ({ value: name, label: name })),
      shownWhen: makesSome,
    },
  ];
  return {
    title: 'Servers',
    fields,
    check: (values): FormValues => {
      const all = Number(values['count'] ?? 0) + chosen(values['existing']).length;
      return all > MOST_SERVERS
        ? { count: `That makes ${all} servers: a balancer has at most ${MOST_SERVERS} nodes` }
        : {};
    },
    follow: (values, changed): FormValues => {
      if (changed !== 'image' || offers.flavors.last === null) return {};
      const flavor = smallestFlavor(offers.flavors.last, imageNow(values));
      return flavor ? { flavor: flavor.id } : {};
    },
  };
}

/** The ids of a many-of field. */
export function chosen(value: string | undefined): readonly string[] {
  return (value ?? '').split('\n').filter((id) => id !== '');
}

/** The names of new servers. */
export function newNames(values: FormValues): readonly string[] {
  const pattern = (values['pattern'] ?? '').trim();
  const count = Number(values['count'] ?? 0);
  return Array.from(
    { length: Number.isInteger(count) ? Math.max(0, Math.min(MOST_SERVERS, count)) : 0 },
    (_, place) => pattern.replaceAll(NUMBER, String(place + 1)),
  );
}

function patternFault(text: string, values: FormValues): string | null {
  if (Number(values['count'] ?? 0) > 1 && !text.includes(NUMBER))
    return `Several servers need ${NUMBER} in their name, as in web-${NUMBER}`;
  const longest = text.replaceAll(NUMBER, String(MOST_SERVERS)).length;
  return longest > 255 ? `The names would have ${longest} characters: at most 255` : nameFault(text);
}

/** A name as host names are written; empty where nothing of it is left. */
function hostName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

function activeFirst(servers: readonly NovaServer[]): readonly NovaServer[] {
  const late = ({ status }: NovaServer) => (status === 'ACTIVE' ? 0 : 1);
  return [...servers].sort((a, b) => late(a) - late(b) || byName(a.name, b.name));
}

function serverOption({ id, name, status, privateIp, publicIp }: NovaServer): Option {
  const address = privateIp ?? publicIp ?? 'no address';
  return { value: id, label: name, help: `${address} ${status}` };
}

function imageOption({ id, name, isSnapshot }: Image): Option {
  return { value: id, label: name, ...(isSnapshot ? { help: 'snapshot of one of your servers' } : {}) };
}

function flavorOption({ id, name, ram, disk, vcpus }: Flavor): Option {
  const cpus = vcpus === null ? '' : `, ${vcpus} vCPU${vcpus === 1 ? '' : 's'}`;
  return { value: id, label: name, help: `${memory(ram)}, ${disk} GB disk${cpus}` };
}
