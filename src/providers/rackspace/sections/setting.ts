import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Field, FormValues } from '../../../model/form.ts';
import { Failure } from '../../../model/problem.ts';
import type { Setting, SettingReading } from '../../sections.ts';
import type { ChangePlan } from '../changePlan.ts';
import { withinLife } from '../formLife.ts';
import { cleanJson } from '../wireFields.ts';
import { Resource, type SectionParts } from './resource.ts';
import { type Keyed, keyedOrNull, shows, startingAt } from './wireValues.ts';

/** A setting of the engine: one address with GET and perhaps PUT and DELETE. */
export interface SettingSpec extends Pick<Setting, 'key' | 'title' | 'help' | 'warnings'> {
  readonly balancer: BalancerDetail;
  /** In a sentence: `health monitor`. */
  readonly one: string;
  /** Below the balancer. */
  readonly path: string;
  readonly root: string;
  readonly inDetail: boolean;
  /** True where the balancer's own answer says that it is there, but not all of it. */
  readonly inPart?: boolean;
  readonly always?: boolean;
  readonly none404?: boolean;
  /** Null where the balancer can have it. */
  readonly unavailable?: string | null;
  /** What an answer says; null where there is none of it. */
  reading(inner: Keyed | null): Omit<SettingReading, 'raw'>;
  /** The fields with the engine's defaults. */
  fields(reading: SettingReading): readonly Field[];
  readonly check?: (values: FormValues, reading: SettingReading) => Readonly<Record<string, string>>;
  /** What is sent; nothing where it is empty. Absent where it can only be read. */
  readonly body?: (values: FormValues, before: SettingReading) => Keyed;
  /** Keys of the body that are never to be seen again. */
  readonly secrets?: readonly string[];
  readonly reset?: Omit<NonNullable<Setting['reset']>, 'run'>;
}

/** The setting that the spec describes. */
export function engineSetting(parts: SectionParts, spec: SettingSpec): Setting {
  const { lifetime, changes } = parts;
  const { key, title, help, body, reset, check, warnings } = spec;
  const resource = resourceOf(parts, spec);
  const { inDetail, always, noun } = resource.place;
  const known = resource.shownBy(spec.balancer);
  return {
    kind: 'setting',
    key,
    title,
    help,
    ...(spec.unavailable ? { unavailable: spec.unavailable } : {}),
    known: inDetail && !(known === undefined ? always : spec.inPart) ? readingOf(spec, known) : null,
    read: ({ signal }) => lifetime.run(signal, async (inner) => readingOf(spec, await resource.read(inner))),
    form: (reading) =>
      withinLife(lifetime, {
        title,
        fields: startingAt(reading.values, spec.fields(reading)),
        ...(check === undefined ? {} : { check: (values: FormValues) => check(values, reading) }),
      }),
    ...(warnings === undefined ? {} : { warnings }),
    ...(body === undefined
      ? {}
      : {
          write: (values, before, options) =>
            lifetime.change(options, async (inner) => {
              const sent = body(values, before);
              if (Object.keys(sent).length === 0) throw nothingToChange(noun);
              return changes.carryOut(writePlan(resource, spec, sent), inner);
            }),
        }),
    ...(reset === undefined
      ? {}
      : {
          reset: {
            ...reset,
            run: (options) =>
              lifetime.change(options, (inner) => changes.carryOut(resetPlan(resource, spec), inner)),
          },
        }),
  };
}

function resourceOf({ session, balancers, labels }: SectionParts, spec: SettingSpec): Resource {
  const { balancer, path, one, root, inDetail, always = false, none404 = false } = spec;
  const url = `${balancers.url(balancer.id)}/${path}`;
  const noun = `the ${one} of ${labels.balancer(balancer.id)}`;
  return new Resource(session, { balancerId: balancer.id, url, root, noun, inDetail, always, none404 });
}

function readingOf(spec: SettingSpec, value: unknown): SettingReading {
  const inner = keyedOrNull(value);
  return { ...spec.reading(inner), raw: withoutKeys(inner) };
}

/** Writing the same twice is the same as once: the engine is told what is to be, not what to do. */
function writePlan(resource: Resource, { root, secrets = [] }: SettingSpec, sent: Keyed): ChangePlan {
  const { place } = resource;
  const visible = Object.fromEntries(Object.entries(sent).filter(([name]) => !secrets.includes(name)));
  return {
    balancerId: place.balancerId,
    what: `set ${place.noun}`,
    request: {
      method: 'PUT',
      url: place.url,
      body: { [root]: sent },
      secrets: secrets.flatMap((name) => (typeof sent[name] === 'string' ? sent[name] : [])),
    },
    repeatable: true,
    async trace(detail, signal) {
      if (shows(keyedOrNull(await resource.seen(detail, signal)), visible)) return 'done';
      // The balancer's answer leaves things out, certificates for one.
      const { inDetail } = place;
      return inDetail && shows(keyedOrNull(await resource.read(signal)), visible) ? 'done' : 'none';
    },
  };
}

function resetPlan(resource: Resource, spec: SettingSpec): ChangePlan {
  const { place } = resource;
  return {
    balancerId: place.balancerId,
    what: `reset ${place.noun}`,
    request: { method: 'DELETE', url: place.url },
    repeatable: true,
    trace: async (detail, signal) =>
      readingOf(spec, await resource.seen(detail, signal)).configured ? 'none' : 'done',
    // 422, or 404, where there is none to delete.
    left: async (detail, _, signal) =>
      readingOf(spec, await resource.seen(detail, signal)).configured ? 'all' : 'nothing',
  };
}

/** What a write without any change in it fails with. */
export function nothingToChange(noun: string): Failure {
  return new Failure({
    kind: 'invalid',
    message: `There is nothing to change of ${noun}`,
    hint: 'Give a field another value',
  });
}

/** The answer fit for the details. Keys have not been given back since 2014, but a double may do it. */
function withoutKeys(inner: Keyed | null): unknown {
  if (inner === null) return {};
  return cleanJson(Object.fromEntries(Object.entries(inner).filter(([key]) => !/private/i.test(key))));
}
