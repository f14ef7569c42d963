import type { SectionChange } from '../../state/changes/sectionChange.ts';

type Written = Extract<SectionChange, { kind: 'write' }>;
type Acted = Extract<SectionChange, { kind: 'act' }>;

// The types of an engine's sections by way of what a change says of them: this floor does not see providers/.

/** One thing that a balancer or node is told once. */
export type Setting = Written['setting'];
/** What a setting is now: texts by the keys of its form. */
export type SettingReading = Written['before'];
/** Several things of one kind. */
export type Collection = Acted['collection'];
/** One of a collection. */
export type Item = Acted['item'];
/** Something that can be done to an item; editing it is one of these. */
export type ItemAction = Acted['action'];
/** Any of them; `kind` tells which. */
export type Section = Setting | Collection;

/** What a setting is, as the balancer that was read says it, else read by itself. Throws Failure. */
export async function readSetting(setting: Setting, signal: AbortSignal): Promise<SettingReading> {
  return setting.known ?? setting.read({ signal });
}

/** What a collection holds, likewise. Throws Failure. */
export async function readItems(collection: Collection, signal: AbortSignal): Promise<readonly Item[]> {
  return collection.known ?? collection.list({ signal });
}
