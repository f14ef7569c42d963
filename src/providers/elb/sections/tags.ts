import type { Tag } from '@aws-sdk/client-elastic-load-balancing';
import type { TextField } from '../../../model/form.ts';
import { byName } from '../../../model/order.ts';
import { some } from '../../inWords.ts';
import type { Collection, Item } from '../../sections.ts';
import { isParkedTag } from '../parkedTags.ts';
import { receiptOf, type Subject, setting } from './subject.ts';

/** What AWS's reference allows of one balancer; its guide says 50, so that more is left to AWS to refuse (spec §5.4). */
const MOST_TAGS = 10;
/** Which run made the balancer. */
const RUN = 'sluice:run';

/** Words on the balancer, as cost reports and other programs read them. */
export function tagsSection(subject: Subject): Collection {
  const { aws, name, known } = subject;
  const put = (key: string, value: string, options: Parameters<typeof setting>[1]) =>
    receiptOf(
      aws.elb(
        'AddTags',
        { LoadBalancerNames: [name], Tags: [{ Key: key, Value: value }] },
        setting(`set the tag ${key} of ${name}`, options),
      ),
      options,
    );
  return {
    kind: 'collection',
    key: 'tags',
    title: 'Tags',
    one: 'tag',
    help: 'Words on the balancer, for cost reports and other programs',
    columns: [
      { key: 'key', title: 'Key' },
      { key: 'value', title: 'Value' },
      { key: 'note', title: 'Note' },
    ],
    empty: 'No tags',
    known: known.tags && itemsOf(known.tags),
    list: async (options) => itemsOf(await subject.tags(options)),
    add: {
      form: () => ({
        title: `New tag of ${name}`,
        fields: [
          {
            kind: 'text',
            key: 'key',
            label: 'Key',
            help: 'A key that is there already gets the new value',
            flag: 'key',
            check: keyFault,
          },
          valueField(''),
        ],
      }),
      run: (values, options) => put(values['key'] ?? '', values['value'] ?? '', options),
      warnings: (values) => {
        const before = known.tags?.find(({ Key }) => Key === values['key']);
        return before ? [`${values['key']} is there already: "${before.Value ?? ''}" is overwritten`] : [];
      },
      notes: (values) => {
        const tags = known.tags ?? [];
        const isNew = tags.every(({ Key }) => Key !== values['key']);
        return isNew && tags.length + 1 >= MOST_TAGS
          ? [`AWS may take ${MOST_TAGS} tags only, and sluice needs one to remember nodes that are disabled`]
          : [];
      },
    },
    edit: {
      key: 'edit',
      label: 'value',
      help: 'Change the value',
      form: (item) => ({ title: `Tag ${item.name}`, fields: [valueField(item.values['value'] ?? '')] }),
      run: (item, values, options) => put(item.id, values['value'] ?? '', options),
      whyNot: lockedText,
      reversible: true,
    },
    remove: {
      atMost: MOST_TAGS,
      run: (items, options) =>
        receiptOf(
          aws.elb(
            'RemoveTags',
            { LoadBalancerNames: [name], Tags: items.map(({ id }) => ({ Key: id })) },
            setting(
              `remove ${some(
                items.map(({ id }) => id),
                'and',
              )} from ${name}`,
              options,
            ),
          ),
          options,
        ),
      warnings: (items) =>
        items.some(({ id }) => id === RUN)
          ? ['Without this tag the run that made the balancer cannot be resumed or undone']
          : [],
      whyNot: lockedText,
      restorable: true,
    },
  };
}

function valueField(initial: string): TextField {
  return {
    kind: 'text',
    key: 'value',
    label: 'Value',
    help: 'Letters, digits, spaces and + - = . _ : / @',
    flag: 'value',
    initial,
    optional: true,
    check: (text) => tagFault(text, 'value', 255),
  };
}

/** What is wrong with a tag's key; null when it may be one (spec §5.4). */
export function keyFault(key: string): string | null {
  if (/^aws:/i.test(key)) return 'Keys that begin with aws: are AWS’s own: choose another';
  if (key.startsWith('sluice:')) return 'Keys that begin with sluice: are kept for sluice: choose another';
  return tagFault(key, 'key', 127);
}

/** What is wrong with the text of a tag; null when it may be one. */
export function tagFault(text: string, what: 'key' | 'value', most: number): string | null {
  if (text.length > most) return `The ${what} has ${text.length} characters: at most ${most}`;
  return /^[\p{L}\p{N} +\-=._:/@]*$/u.test(text)
    ? null
    : `A ${what} has letters, digits, spaces and + - = . _ : / @ only`;
}

function lockedText({ id }: Item): string | null {
  if (isParkedTag(id)) return 'sluice remembers disabled nodes in it: enable them, and it goes';
  return /^aws:/i.test(id) ? 'it is AWS’s own' : null;
}

function itemsOf(tags: readonly Tag[]): readonly Item[] {
  return tags
    .flatMap(({ Key, Value }): Item[] => {
      const key = Key ?? '';
      const value = Value ?? '';
      if (key === '') return [];
      const note = isParkedTag(key) ? 'disabled nodes (locked)' : key === RUN ? 'the run that made it' : null;
      return [
        {
          id: key,
          name: key,
          cells: { key, value: value || null, note },
          values: { key, value },
          raw: { Key, Value },
        },
      ];
    })
    .sort((a, b) => byName(a.id, b.id));
}
