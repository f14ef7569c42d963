import type { BalancerDetail } from '../../model/balancer.ts';
import { type Condition, isCondition, type ReportedCondition } from '../../model/condition.ts';
import { namesOf, type Plan, type Step } from './plan.ts';
import type { BalancerRef } from './request.ts';

/** A step that was done, with the condition that its node was read to have then; null where it was not read. */
export interface DoneStep {
  readonly step: Step;
  readonly condition: ReportedCondition | null;
}

/** The condition of a step's node in a reading of its balancer. */
export function conditionAfter({ subjects }: Step, detail: BalancerDetail | null): ReportedCondition | null {
  const [subject] = subjects;
  return detail?.nodeList.find(({ id }) => id === subject?.node?.id)?.condition ?? null;
}

/** True where a node of this balancer that is `now` becomes `to` by itself. */
export function isOnItsWay({ session }: BalancerRef, now: string, to: Condition): boolean {
  return isCondition(now) && now !== to && session.provider.conditions[now].endsAs === to;
}

/** What a plan of which all is done came to: its own words, but for nodes that are only on their way to their condition. */
export function effectText({ request, balancer, done }: Plan, steps: readonly DoneStep[]): string {
  if (request.kind !== 'condition') return done;
  const { to } = request;
  const reached: Step[] = [];
  const others = new Map<string, Step[]>();
  for (const { step, condition: now } of steps) {
    if (now === null || !isOnItsWay(balancer, now, to)) reached.push(step);
    else others.set(now, [...(others.get(now) ?? []), step]);
  }
  if (others.size === 0) return done;
  const onTheirWay = [...others].map(([now, some]) => {
    const become = some.length === 1 ? 'it becomes' : 'they become';
    return `${whoIs(some)} ${now}: ${become} ${to} when the connections have ended`;
  });
  return [...(reached.length > 0 ? [`${whoIs(reached)} ${to}`] : []), ...onTheirWay].join('; ');
}

function whoIs(steps: readonly Step[]): string {
  const names = namesOf(steps);
  const whom = names.length > 3 ? `${names.length} nodes` : names.join(', ');
  return `${whom} ${names.length === 1 ? 'is' : 'are'}`;
}
