import type { RunRecord, StepRecord } from '../runs/record.ts';
import { type Phase, phaseOf } from './plan.ts';

/** The word for this kind of run in its file and in the journal. */
export const MAINTENANCE = 'maintain';

/** One node of a maintenance and its three steps, as far as the record has them. */
export interface NodeCourse<Step extends StepRecord> {
  readonly name: string;
  readonly steps: Readonly<Partial<Record<Phase, Step>>>;
  /** The step it is at: the first that is not behind it, or the last. */
  readonly at: Step;
}

/** The nodes of a maintenance in their order. */
export function nodeCourses<Step extends StepRecord>(steps: readonly Step[]): readonly NodeCourse<Step>[] {
  const byName = new Map<string, Partial<Record<Phase, Step>>>();
  for (const step of steps) {
    const place = phaseOf(step.id);
    if (place) byName.set(place.name, { ...byName.get(place.name), [place.phase]: step });
  }
  return [...byName].flatMap(([name, own]) => {
    const inOrder = [own.drain, own.work, own.enable].filter((step) => step !== undefined);
    const at = inOrder.find((step) => !isBehind(step)) ?? inOrder.at(-1);
    return at ? [{ name, steps: own, at }] : [];
  });
}

/** What a maintenance has come to, in plain words: `back: web-1; out of service: web-2; not begun: web-3`. */
export function maintenanceText({ steps }: Pick<RunRecord, 'steps'>): string {
  const courses = nodeCourses(steps);
  const named = (text: string, which: (course: NodeCourse<StepRecord>) => boolean) => {
    const names = courses.filter(which).map(({ name }) => name);
    return names.length > 0 ? [`${text}: ${names.join(', ')}`] : [];
  };
  const parts = [
    ...named('back in service', isBack),
    ...named('out of service', isOut),
    ...named('not begun', (course) => !isBack(course) && !isOut(course)),
  ];
  return parts.join('; ');
}

/** The names of the nodes that are out of service because of it. */
export function outOfService({ steps }: Pick<RunRecord, 'steps'>): readonly string[] {
  return nodeCourses(steps)
    .filter(isOut)
    .map(({ name }) => name);
}

/** What a drain that was not waited for to its end has left open: `31 connections were left`; null where that is nothing. */
export function leftText({ facts: { left } }: Pick<StepRecord, 'facts'>): string | null {
  if (left === undefined || left === '0') return null;
  if (left === 'unknown') return 'how many connections were left is unknown';
  return left === '1' ? '1 connection was left' : `${left} connections were left`;
}

/** What did not go with taking a node out as it should have, with the mend; null where all of it did. */
export function lacksText({ facts: { lacks } }: Pick<StepRecord, 'facts'>): string | null {
  return lacks || null;
}

/** The same of all nodes that are out of service, each once: `web-1, web-2: Only this machine knows …`. */
export function lacksLines({ steps }: Pick<RunRecord, 'steps'>): readonly string[] {
  const names = new Map<string, string[]>();
  for (const course of nodeCourses(steps).filter(isOut)) {
    const lacks = course.steps.drain && lacksText(course.steps.drain);
    if (lacks) names.set(lacks, [...(names.get(lacks) ?? []), course.name]);
  }
  return [...names].map(([lacks, those]) => `${those.join(', ')}: ${lacks}`);
}

function isBehind({ state }: StepRecord): boolean {
  return state === 'done' || state === 'skipped';
}

/** Put back, or undone. A drain that never took it out has nothing that could have come back. */
function isBack({ steps: { drain, enable } }: NodeCourse<StepRecord>): boolean {
  return enable?.state === 'done' || (drain?.state === 'undone' && Boolean(drain.facts['was']));
}

/** Taken out, or asked to be, and not back: also one whose enabling is not settled. */
function isOut(course: NodeCourse<StepRecord>): boolean {
  const { drain } = course.steps;
  return Boolean(drain?.facts['was']) && !isBack(course);
}
