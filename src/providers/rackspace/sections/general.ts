import type { BalancerDetail } from '../../../model/balancer.ts';
import type { FormValues } from '../../../model/form.ts';
import type { Setting, SettingReading } from '../../sections.ts';
import type { ChangePlan } from '../changePlan.ts';
import { ownPort } from '../create/balancerPage.ts';
import { withinLife } from '../formLife.ts';
import { cleanJson } from '../wireFields.ts';
import { factsOf } from './facts.ts';
import { generalFields } from './generalFields.ts';
import { generalFaults, generalWarnings } from './generalRules.ts';
import { detailOf, type SectionParts } from './resource.ts';
import { nothingToChange } from './setting.ts';
import {
  changedOnly,
  flagOf,
  formValues,
  type Keyed,
  numberOf,
  shows,
  startingAt,
  textOf,
} from './wireValues.ts';

const FIELDS = ['name', 'protocol', 'port', 'algorithm', 'timeout'] as const;
const SWITCHES = ['halfClosed', 'httpsRedirect'] as const;

/** What the balancer itself is: name, protocol, port, algorithm and its switches. */
export function general(parts: SectionParts, balancer: BalancerDetail): Setting {
  const { lifetime, balancers, labels, changes, offers } = parts;
  const facts = factsOf(balancer);
  const noun = `the settings of ${labels.balancer(balancer.id)}`;
  return {
    kind: 'setting',
    key: 'general',
    title: 'General',
    help: 'Name, protocol, port and how nodes are chosen',
    known: readingOf(balancer),
    read: ({ signal }) =>
      lifetime.run(signal, async (inner) => readingOf(await balancers.get(balancer.id, inner))),
    form: (reading) =>
      withinLife(lifetime, {
        title: 'General',
        fields: startingAt(reading.values, generalFields(offers, reading.values, facts)),
        check: (values) => generalFaults(values, reading.values, facts),
        // A port that was the old protocol's own follows to the new one's; any other was chosen on purpose.
        follow(values, changed): FormValues {
          const { protocol, port } = reading.values;
          if (changed !== 'protocol' || String(ownPort(offers, protocol)) !== port) return {};
          return { port: String(ownPort(offers, values['protocol']) ?? port) };
        },
      }),
    write: (values, before, options) =>
      lifetime.change(options, async (inner) => {
        const sent = bodyOf(values, before);
        if (Object.keys(sent).length === 0) throw nothingToChange(noun);
        const plan: ChangePlan = {
          balancerId: balancer.id,
          what: `change ${noun}`,
          request: { method: 'PUT', url: balancers.url(balancer.id), body: { loadBalancer: sent } },
          repeatable: true,
          trace: (detail) => (shows(detailOf(detail), sent) ? 'done' : 'none'),
        };
        return changes.carryOut(plan, inner);
      }),
    warnings: (values, before) => generalWarnings(values, before.values, facts),
  };
}

function readingOf(balancer: BalancerDetail): SettingReading {
  const detail = detailOf(balancer);
  const values = formValues(detail, FIELDS, SWITCHES);
  const { protocol, port, algorithm } = balancer;
  const said = [...FIELDS, ...SWITCHES].flatMap((key) => (key in detail ? [[key, detail[key]]] : []));
  return {
    configured: true,
    values,
    summary: [protocol, port === null ? null : `:${port}`, algorithm].filter((word) => word).join(' '),
    raw: cleanJson(Object.fromEntries(said)),
  };
}

/** Only what changes; but with a new protocol always its port, so that the engine does not choose one. */
function bodyOf(values: FormValues, before: SettingReading): Keyed {
  const wanted = {
    ...textOf(values, 'name'),
    ...textOf(values, 'protocol'),
    ...numberOf(values, 'port'),
    ...textOf(values, 'algorithm'),
    ...numberOf(values, 'timeout'),
    ...flagOf(values, 'halfClosed'),
    ...flagOf(values, 'httpsRedirect'),
  };
  const changed = changedOnly(wanted, before.values);
  return 'protocol' in changed ? { ...numberOf(values, 'port'), ...changed } : changed;
}
