import {
  type Field,
  type Form,
  type FormValues,
  type Option,
  rowsOf,
  rowsText,
} from '../../../model/form.ts';
import type { Answers, WizardStep } from '../../create.ts';
import { some } from '../../inWords.ts';
import type { Machine } from '../machine.ts';
import type { SecurityGroup } from '../sections/network.ts';
import { linesOf } from '../sections/subject.ts';
import { admits } from './admission.ts';
import { BALANCER_PAGE, chosenVpc } from './balancerPage.ts';
import { defaultGroup, groupsField } from './groups.ts';
import type { Image } from './images.ts';
import { typeHelp } from './instanceTypes.ts';
import { chosenListeners } from './listenersPage.ts';
import { networkOf } from './networkPage.ts';
import type { Offers } from './offers.ts';
import { imageFault, instanceNameFault } from './rules.ts';
import { MOST_INSTANCES } from './schema.ts';
import type { InstanceSpec } from './spec.ts';

const INSTANCES_PAGE = 'instances';
/** The number of a new instance in the pattern of their names. */
const NUMBER = '{n}';
/** What stands in a list for what is typed below it. */
const TYPED = 'typed';

/** The fourth page: the machines behind the balancer. */
export function instancesPage(offers: Offers): WizardStep {
  return { key: INSTANCES_PAGE, title: 'Instances', form: (answers) => instancesForm(offers, answers) };
}

const makesSome = (values: FormValues) => countOf(values) > 0;
const isTyped = (key: string) => (values: FormValues) => makesSome(values) && values[key] === TYPED;

function instancesForm(offers: Offers, answers: Answers): Form {
  const vpcId = chosenVpc(answers);
  const zoneOf = (place: string) => offers.subnets.last?.find(({ id }) => id === place)?.zone ?? null;
  const { subnets, zones } = networkOf(answers);
  const rows = (subnets ?? zones ?? []).map((place, index) => {
    const zone = zoneOf(place);
    return { place, shown: zone === null ? place : `${zone} ${place}`, count: index < 2 ? '1' : '0' };
  });
  return {
    title: 'Instances',
    fields: [
      {
        kind: 'many',
        key: 'existing',
        label: 'Running instances',
        help: 'Those of the network that are to get requests',
        optional: true,
        load: async (signal) =>
          (await offers.instances.fresh(signal))
            .filter((machine) => machine.state === 'running' && (vpcId === null || machine.vpcId === vpcId))
            .map(machineOption),
      },
      {
        kind: 'rows',
        key: 'places',
        label: 'New instances',
        help: 'How many to make in each place; each is billed from then on',
        optional: true,
        initial: rowsText(rows),
        columns: [
          { kind: 'text', key: 'shown', label: 'Where' },
          { kind: 'number', key: 'count', label: 'How many', min: 0, max: MOST_INSTANCES },
        ],
        isFixed: () => true,
        locked: ['shown'],
        most: rows.length,
        parse: () => 'The places come from the page before',
      },
      {
        kind: 'text',
        key: 'pattern',
        label: 'Their names',
        help: `${NUMBER} becomes 1, 2, 3 …`,
        initial: `${answers[BALANCER_PAGE]?.['name'] ?? 'web'}-${NUMBER}`,
        check: (text, values) =>
          countOf(values) > 1 && !text.includes(NUMBER)
            ? `Several instances need ${NUMBER} in their name, as in web-${NUMBER}`
            : instanceNameFault(text.replaceAll(NUMBER, String(MOST_INSTANCES))),
        shownWhen: makesSome,
      },
      ...kindFields(offers, answers),
    ],
    check: (values): FormValues =>
      countOf(values) > MOST_INSTANCES
        ? { places: `That makes ${countOf(values)} instances: at most ${MOST_INSTANCES} a run` }
        : {},
    follow: (values, changed): FormValues => {
      if (changed !== 'image') return {};
      const architecture = imageOf(offers, values)?.architecture ?? null;
      const fits = offers.types.last?.find(
        ({ architectures }) => architecture !== null && architectures.includes(architecture),
      );
      return fits ? { type: fits.name } : {};
    },
  };
}

/** What the new instances are made of. */
function kindFields(offers: Offers, answers: Answers): readonly Field[] {
  const vpcId = chosenVpc(answers);
  const ports = [...new Set(chosenListeners(answers).map(({ instancePort }) => instancePort))];
  const { securityGroups: balancerGroups = [] } = networkOf(answers);
  return [
    {
      kind: 'pick',
      key: 'image',
      label: 'Image',
      help: 'What they are made from',
      load: async (signal) => [
        ...(await offers.images.get(signal)).map(imageOption),
        typed('another, by its id'),
      ],
      shownWhen: makesSome,
    },
    {
      kind: 'text',
      key: 'typed-image',
      label: 'Image id',
      help: 'ami-…, or a public parameter: /aws/service/…',
      check: imageFault,
      shownWhen: isTyped('image'),
    },
    {
      kind: 'pick',
      key: 'type',
      label: 'Type',
      help: 'How large each of them is',
      load: async (signal) => [
        ...(await offers.types.get(signal)).map((type) => ({
          value: type.name,
          label: type.name,
          help: typeHelp(type),
        })),
        typed('another, by its name'),
      ],
      check: (text, values) => {
        const architecture = imageOf(offers, values)?.architecture ?? null;
        const type = offers.types.last?.find(({ name }) => name === text);
        if (architecture === null || !type || type.architectures.length === 0) return null;
        return type.architectures.includes(architecture)
          ? null
          : `${text} runs ${type.architectures.join(', ')}, the image is for ${architecture}: choose another of the two`;
      },
      shownWhen: makesSome,
    },
    {
      kind: 'text',
      key: 'typed-type',
      label: 'Type’s name',
      help: 'As AWS calls it: c7i.xlarge',
      check: (text) =>
        /^[a-z0-9-]+\.[a-z0-9-]+$/.test(text) ? null : 'A type is FAMILY.SIZE, as in t3.micro',
      shownWhen: isTyped('type'),
    },
    {
      kind: 'pick',
      key: 'keyName',
      label: 'Key pair',
      help: 'Who may sign in by SSH; without one nobody may',
      optional: true,
      load: async (signal) =>
        ((await offers.keyPairs.get(signal)) ?? []).map((name) => ({ value: name, label: name })),
      shownWhen: makesSome,
    },
    groupsField(offers, vpcId, (group) => reachText(group, ports, balancerGroups), {
      help: 'They must admit the balancer on the instance port; without one the VPC’s default group applies',
      initial: vpcId === null ? '' : (defaultGroup(offers.groups.last ?? [], vpcId)?.id ?? ''),
      shownWhen: makesSome,
    }),
  ];
}

/** On which of the instance ports a group lets the balancer in. */
function reachText(
  group: SecurityGroup,
  ports: readonly number[],
  balancerGroups: readonly string[],
): string {
  const open = ports.filter((port) => admits([group], port, balancerGroups));
  return open.length === 0
    ? 'does not admit the balancer'
    : `admits the balancer on ${some(open.map(String), 'and')}`;
}

function countOf(values: FormValues): number {
  return rowsOf(values['places'] ?? '').reduce((sum, { count }) => sum + (Number(count) || 0), 0);
}

function imageOf(offers: Offers, values: FormValues): Image | undefined {
  return offers.images.last?.find(({ parameter }) => parameter === values['image']);
}

function typed(label: string): Option {
  return { value: TYPED, label };
}

function imageOption({ parameter, name, id }: Image): Option {
  return { value: parameter, label: name, help: id };
}

function machineOption({ id, name, zone, privateIp, type }: Machine): Option {
  const help = [name === null ? null : id, privateIp, zone, type].filter(Boolean).join(', ');
  return { value: id, label: name ?? id, help };
}

/** What this page's answers ask for. Images are written by their ids, so that the review shows what will be run. */
export function instancesOf(answers: Answers, offers: Offers) {
  const values = answers[INSTANCES_PAGE] ?? {};
  const existing = linesOf(values['existing']);
  const groups = linesOf(values['groups']);
  const image =
    values['image'] === TYPED ? values['typed-image'] : (imageOf(offers, values)?.id ?? values['image']);
  const type = values['type'] === TYPED ? values['typed-type'] : values['type'];
  const where = chosenVpc(answers) === null ? 'zone' : 'subnet';
  const places = rowsOf(values['places'] ?? '').flatMap(({ place = '', count }) =>
    Array.from({ length: Math.min(MOST_INSTANCES, Math.max(0, Number(count) || 0)) }, () => place),
  );
  const create = places.slice(0, MOST_INSTANCES).map(
    (place, index): InstanceSpec => ({
      name: (values['pattern'] ?? '').trim().replaceAll(NUMBER, String(index + 1)),
      image: (image ?? '').trim(),
      type: (type ?? '').trim(),
      [where]: place,
      ...(values['keyName'] ? { keyName: values['keyName'] } : {}),
      ...(groups.length === 0 ? {} : { securityGroups: groups }),
    }),
  );
  return {
    ...(existing.length === 0 ? {} : { existing }),
    ...(create.length === 0 ? {} : { create }),
  };
}
