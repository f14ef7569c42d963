import type { Field, Form, FormValues } from '../../../model/form.ts';
import type { Answers, WizardStep } from '../../create.ts';
import { some } from '../../inWords.ts';
import { type SecurityGroup, type Subnet, subnetHelp } from '../sections/network.ts';
import { linesOf } from '../sections/subject.ts';
import { admitsClients } from './admission.ts';
import { BALANCER_PAGE, chosenVpc } from './balancerPage.ts';
import { groupsField, proposedGroups } from './groups.ts';
import { chosenListeners } from './listenersPage.ts';
import type { Offers } from './offers.ts';
import type { ElbSpec } from './spec.ts';

const NETWORK_PAGE = 'network';

/** Two subnets of one zone, which AWS refuses; null when there are none. */
export function sameZoneFault(ids: readonly string[], subnets: readonly Subnet[]): string | null {
  const zones = new Map<string, string>();
  for (const id of ids) {
    const zone = subnets.find((subnet) => subnet.id === id)?.zone ?? null;
    if (zone === null) continue;
    const other = zones.get(zone);
    if (other !== undefined) return `${other} and ${id} are both in ${zone}: one subnet a zone`;
    zones.set(zone, id);
  }
  return null;
}

/** The third page: subnets and groups of the VPC that was chosen, or zones. */
export function networkPage(offers: Offers): WizardStep {
  return { key: NETWORK_PAGE, title: 'Network', form: (answers) => networkForm(offers, answers) };
}

function networkForm(offers: Offers, answers: Answers): Form {
  const vpcId = chosenVpc(answers);
  const isInternal = answers[BALANCER_PAGE]?.['scheme'] === 'internal';
  const own = (subnets: readonly Subnet[]) => subnets.filter((subnet) => subnet.vpcId === vpcId);
  const zones: Field = {
    kind: 'many',
    key: 'zones',
    label: 'Zones',
    help: 'Where the balancer is; two are better than one',
    initial: (offers.zones.last ?? []).slice(0, 2).join('\n'),
    load: async (signal) => (await offers.zones.get(signal)).map((zone) => ({ value: zone, label: zone })),
  };
  const subnets: Field = {
    kind: 'many',
    key: 'subnets',
    label: 'Subnets',
    help: isInternal
      ? 'One a zone; two zones are better than one'
      : 'One a zone, public ones, as clients come from outside; two zones are better than one',
    initial: proposed(own(offers.subnets.last ?? []), !isInternal).join('\n'),
    load: async (signal) =>
      own(await offers.subnets.get(signal)).map((subnet) => ({
        value: subnet.id,
        label: subnet.id,
        help: `${subnetHelp(subnet)}${subnet.isPublic ? ', public' : ''}`,
      })),
    check: (text) => sameZoneFault(linesOf(text), offers.subnets.last ?? []),
  };
  const ports = [...new Set(chosenListeners(answers).map(({ port }) => port))];
  const groups = groupsField(offers, vpcId, (group) => openedText(group, ports, isInternal), {
    help: 'Who may connect; without one AWS takes a default group, which may not open the ports',
    initial: proposedGroups(offers.groups.last ?? [], vpcId).join('\n'),
  });
  return { title: 'Network', fields: [vpcId === null ? zones : subnets, groups] };
}

/** Which of the listeners' ports a group opens to clients. */
function openedText(group: SecurityGroup, ports: readonly number[], isInternal: boolean): string {
  const open = ports.filter((port) => admitsClients([group], port, isInternal));
  return open.length === 0 ? 'opens none of the listeners’ ports' : `opens ${some(open.map(String), 'and')}`;
}

/** One subnet of each zone; of several that can be reached as they must be, the one with the most free addresses. */
function proposed(subnets: readonly Subnet[], isPublic: boolean): readonly string[] {
  const best = new Map<string, Subnet>();
  const worth = (subnet: Subnet) => Number(subnet.isPublic === isPublic) * 1e6 + (subnet.free ?? 0);
  for (const subnet of subnets) {
    const zone = subnet.zone ?? subnet.id;
    const other = best.get(zone);
    if (other === undefined || worth(subnet) > worth(other)) best.set(zone, subnet);
  }
  return [...best.values()].map(({ id }) => id);
}

/** What this page's answers ask for. */
export function networkOf(answers: Answers): Pick<ElbSpec, 'subnets' | 'zones' | 'securityGroups'> {
  const values: FormValues = answers[NETWORK_PAGE] ?? {};
  const groups = linesOf(values['groups']);
  return {
    ...(chosenVpc(answers) === null
      ? { zones: linesOf(values['zones']) }
      : { subnets: linesOf(values['subnets']) }),
    ...(groups.length === 0 ? {} : { securityGroups: groups }),
  };
}
