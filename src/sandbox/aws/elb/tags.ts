import type { Tag } from '../../world/aws/records.ts';
import { validationError } from '../errors.ts';
import type { Params } from '../params.ts';
import { type Actions, submit } from '../service.ts';
import { namedElb } from './balancers.ts';

/** Balancers whose tags can be read in one call. */
const MOST_NAMES = 20;

/** The tags that a call carries. */
export function tagsOf(params: Params): readonly Tag[] {
  return params.structs('Tags').map((tag) => ({ key: tag.need('Key'), value: tag.text('Value') ?? '' }));
}

/** ELB on tags of balancers: many are read at once, those of one are changed. */
export const TAG_ACTIONS: Actions = {
  DescribeTags({ region, params }) {
    return {
      TagDescriptions: names(params, MOST_NAMES).map((name) => ({
        LoadBalancerName: name,
        Tags: namedElb(region, name).tags.map(({ key, value }) => ({ Key: key, Value: value })),
      })),
    };
  },
  AddTags(call) {
    const [balancer = ''] = names(call.params, 1);
    const tags = tagsOf(call.params);
    if (tags.length === 0) throw call.params.missing('Tags');
    submit(call, { type: 'aws.elb.tags.add', balancer, tags });
    return {};
  },
  RemoveTags(call) {
    const [balancer = ''] = names(call.params, 1);
    const keys = call.params.structs('Tags').map((tag) => tag.need('Key'));
    submit(call, { type: 'aws.elb.tags.remove', balancer, keys });
    return {};
  },
};

function names(params: Params, most: number): readonly string[] {
  const list = params.list('LoadBalancerNames') ?? [];
  if (list.length === 0) throw params.missing('LoadBalancerNames');
  if (list.length > most)
    throw validationError(
      `1 validation error detected: Value '[${list.join(', ')}]' at 'loadBalancerNames' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    );
  return list;
}
