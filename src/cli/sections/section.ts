import type { SectionChange } from '../../state/changes/sectionChange.ts';

type Written = Extract<SectionChange, { kind: 'write' }>;
type Acted = Extract<SectionChange, { kind: 'act' }>;

// The types of an engine's sections by way of what a change says of them: this floor does not see providers/.

export type Setting = Written['setting'];
export type SettingReading = Written['before'];
export type Collection = Acted['collection'];
export type Item = Acted['item'];
export type ItemAction = Acted['action'];
export type Section = Setting | Collection;

/** What a setting is, as the balancer that was read says it, else read by itself. Throws Failure. */
export async function readSetting(setting: Setting, signal: AbortSignal): Promise<SettingReading> {
  return setting.known ?? setting.read({ signal });
}

/** What a collection holds, likewise. Throws Failure. */
export async function readItems(collection: Collection, signal: AbortSignal): Promise<readonly Item[]> {
  return collection.known ?? collection.list({ signal });
}
