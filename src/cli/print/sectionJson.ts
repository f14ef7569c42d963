import type { Owner } from '../sections/find.ts';
import type { Collection, Item, Section, Setting, SettingReading } from '../sections/section.ts';

/** What every answer on sections begins with. */
export function ownerJson({ balancer, node }: Owner) {
  const { account, region, provider } = balancer.session;
  return {
    account: account.name,
    engine: provider.engine,
    region,
    balancer: balancer.name,
    balancerId: balancer.id,
    node: node?.id ?? null,
  };
}

function sectionHead(owner: Owner, { kind, key, title, unavailable }: Section) {
  return { ...ownerJson(owner), section: key, kind, title, unavailable: unavailable ?? null };
}

/** A setting as scripts read it; `reading` is null where it could not be read. Never a secret. */
export function settingJson(owner: Owner, setting: Setting, reading: SettingReading | null) {
  return {
    ...sectionHead(owner, setting),
    configured: reading?.configured ?? null,
    summary: reading?.summary ?? null,
    values: reading?.values ?? null,
  };
}

/** One of a collection likewise: what its columns say, and the values of its forms. */
export function itemJson({ id, name, cells, values }: Item) {
  return { ...cells, id, name, values };
}

/** A collection likewise; `items` is null where they could not be read. */
export function collectionJson(owner: Owner, collection: Collection, items: readonly Item[] | null) {
  return {
    ...sectionHead(owner, collection),
    count: items?.length ?? null,
    items: items?.map(itemJson) ?? null,
  };
}

/** A line of the table of sections. */
export function sectionLineJson(
  owner: Owner,
  section: Section,
  read: {
    readonly summary: string | null;
    readonly configured: boolean | null;
    readonly count: number | null;
  },
) {
  return { ...sectionHead(owner, section), ...read };
}
