import { describe, expect, it } from 'vitest';
import { elbDetail } from '../../../src/providers/elb/balancerDetail.ts';
import { problemFrom } from '../kit/problems.ts';
import { ec2Refusal, refusal, result } from './fakeAws.ts';
import { awsDouble, inWords, never } from './kit.ts';

const ALLOWED_REQUESTS = 5;

describe('the list', () => {
  it('comes page by page, each balancer once', async () => {
    const { aws, open, run } = await awsDouble();
    for (let n = 0; n < 900; n++) aws.balancer(`lb-${n}`, []);
    const provider = await open();
    const pages: number[] = [];
    const all = await run(
      provider.listBalancers({ signal: never, onPage: (page) => pages.push(page.length) }),
    );
    expect(pages).toEqual([400, 400, 100]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(900);
    expect(aws.bodies.at(-1)?.get('PageSize')).toBe('400');
  });

  it('says what a Classic balancer is in the words of the model', async () => {
    const { aws, open, run } = await awsDouble();
    aws.balancer('shop', ['i-0000000a', 'i-0000000b']);
    aws.balancer('idle', [], {
      listeners: [
        ['HTTP', 80, 8080],
        ['SSL', 443, 8443],
      ],
    });
    const provider = await open();
    const [shop, idle] = await run(provider.listBalancers({ signal: never }));
    expect(shop).toEqual({
      id: 'shop',
      name: 'shop',
      status: 'UNKNOWN',
      protocol: 'HTTP',
      port: 80,
      algorithm: null,
      nodes: { total: 2, enabled: null, draining: null, disabled: null, online: null },
      virtualIps: [
        { id: null, address: 'shop-123.us-east-1.elb.amazonaws.com', type: 'PUBLIC', ipVersion: null },
      ],
      createdAt: '2024-05-01T10:00:00.120Z',
      updatedAt: null,
    });
    expect(idle).toMatchObject({ status: 'NO_NODES', protocol: 'HTTP/SSL', port: null });
    await run(provider.getBalancer('shop', { signal: never }));
    const [again] = await run(provider.listBalancers({ signal: never }));
    expect(again?.status).toBe('UP');
  });

  it('ends where pages go round in circles', async () => {
    const { aws, open, run } = await awsDouble();
    const provider = await open();
    const row = '<member><LoadBalancerName>same</LoadBalancerName></member>';
    aws.instead = (action) =>
      result(
        action,
        `<LoadBalancerDescriptions>${row}</LoadBalancerDescriptions><NextMarker>on</NextMarker>`,
      );
    const all = await run(provider.listBalancers({ signal: never }));
    expect(all.map(({ id }) => id)).toEqual(['same']);
    expect(aws.actions.length).toBeLessThan(4);
  });
});

describe('one balancer', () => {
  it('has nodes with names, addresses, zones and health in few requests', async () => {
    const { aws, open, run } = await awsDouble();
    const shop = aws.balancer('shop', ['i-0000000a', 'i-0000000b', 'i-0000000c']);
    aws.instance('i-0000000a', { name: 'web-1', zone: 'us-east-1b' });
    shop.health.set(
      'i-0000000b',
      'OutOfService|Instance|Instance has failed at least the UnhealthyThreshold number of health checks consecutively.',
    );
    shop.health.set('i-0000000c', 'OutOfService|ELB|Instance registration is still in progress');
    const provider = await open();
    const detail = await run(provider.getBalancer('shop', { signal: never }));
    expect(aws.actions.length).toBeLessThanOrEqual(ALLOWED_REQUESTS);
    expect(detail).toMatchObject({ status: 'UP', timeoutSeconds: 60 });
    expect(detail.nodeList.map(inWords)).toEqual([
      'i-0000000b | ENABLED | OFFLINE | fails the health check',
      'i-0000000c | ENABLED | JOINING | being registered',
      'web-1 | ENABLED | ONLINE',
    ]);
    expect(detail.nodeList[2]).toMatchObject({ address: '10.0.0.11', port: 8080, zone: 'us-east-1b' });
    expect(elbDetail(detail)).toMatchObject({ notes: [], tags: [], machines: { length: 3 } });
    await run(provider.getBalancer('shop', { signal: never }));
    // What changes seldom is not asked for again at once.
    expect(aws.actions.slice(-2).sort()).toEqual(['DescribeInstanceHealth', 'DescribeLoadBalancers']);
  });

  it('is shown without what is denied, and says so', async () => {
    const { aws, open, run } = await awsDouble();
    aws.balancer('shop', ['i-0000000a']);
    const provider = await open();
    aws.instead = (action) => {
      if (action === 'DescribeInstances')
        return ec2Refusal('UnauthorizedOperation', 'You are not authorized');
      return /Tags|Attributes|Health/.test(action) ? refusal('AccessDenied', 'no', 403) : null;
    };
    const detail = await run(provider.getBalancer('shop', { signal: never }));
    expect(detail.status).toBe('UNKNOWN');
    expect(detail.nodeList.map(inWords)).toEqual(['i-0000000a | ENABLED']);
    expect(elbDetail(detail)).toMatchObject({ attributes: null, tags: null, health: null, machines: null });
    expect(elbDetail(detail).notes).toHaveLength(4);
    expect(elbDetail(detail).notes.join()).toContain('elasticloadbalancing:DescribeTags is not allowed');
  });

  it('is missing when it is gone', async () => {
    const { open, run } = await awsDouble();
    const provider = await open();
    const problem = await problemFrom(run(provider.getBalancer('gone', { signal: never })));
    expect(problem).toMatchObject({ kind: 'missing', requestId: 'bad-1' });
    expect(problem.message).toContain('There is no ACTIVE Load Balancer named');
  });

  it('keeps the last known health while AWS cannot tell, and the tags while they cannot be read', async () => {
    const { aws, clock, open, run } = await awsDouble();
    const shop = aws.balancer('shop', ['i-0000000a'], { tags: { 'sluice:parked': '0000000b' } });
    aws.instance('i-0000000b');
    const provider = await open();
    await run(provider.getBalancer('shop', { signal: never }));
    shop.health.set('i-0000000a', 'Unknown|N/A|A transient error occurred. Please try again later.');
    aws.instead = (action) => (action === 'DescribeTags' ? refusal('InternalFailure', 'x', 500) : null);
    await clock.advance(60_000);
    const detail = await run(provider.getBalancer('shop', { signal: never }));
    expect(detail.nodeList.map(inWords)).toEqual([
      'i-0000000a | ENABLED | ONLINE | AWS cannot tell its health just now',
      'i-0000000b | DISABLED | taken out, to come back',
    ]);
  });

  it('shows an instance that another tool took out while it drains, and until when at most', async () => {
    const { aws, clock, open, run } = await awsDouble();
    const shop = aws.balancer('shop', ['i-0000000a', 'i-0000000b'], { drain: 120 });
    const provider = await open();
    await run(provider.getBalancer('shop', { signal: never }));
    shop.registered = ['i-0000000b'];
    shop.draining.add('i-0000000a');
    const detail = await run(provider.getBalancer('shop', { signal: never }));
    expect(detail.nodeList.map(inWords)).toEqual([
      'i-0000000a | DRAINING | ONLINE | finishing its connections',
      'i-0000000b | ENABLED | ONLINE',
    ]);
    expect(detail.nodeList[0]?.drainEndsAt).toBe(clock.now() + 120_000);
    shop.draining.clear();
    const later = await run(provider.getBalancer('shop', { signal: never }));
    expect(later.nodeList.map(({ id }) => id)).toEqual(['i-0000000b']);
  });

  it('asks for parked instances by their ids, but not for those that are gone', async () => {
    const { aws, open, run } = await awsDouble();
    aws.balancer('shop', [], { tags: { 'sluice:parked': '0000000a 0000000b 0000dead' } });
    aws.instance('i-0000000a', { name: 'web-1' });
    aws.instance('i-0000000b', { name: 'web-2', state: 'stopped' });
    const provider = await open();
    const detail = await run(provider.getBalancer('shop', { signal: never }));
    expect(detail.nodeList.map(inWords)).toEqual([
      'i-0000dead | DISABLED | GONE | the instance is gone: remove the node',
      'web-1 | DISABLED | taken out, to come back',
      'web-2 | DISABLED | the instance is stopped',
    ]);
    expect(detail.status).toBe('NO_NODES');
  });

  it('asks one by one where EC2 may not be asked and one id spoils the question for all', async () => {
    const { aws, open, run } = await awsDouble();
    const shop = aws.balancer('shop', [], { tags: { 'sluice:parked': '0000000a 0000dead' } });
    aws.instance('i-0000000a');
    shop.draining.add('i-0000000a');
    const provider = await open();
    aws.instead = (action) =>
      action === 'DescribeInstances' ? ec2Refusal('UnauthorizedOperation', 'no') : null;
    const detail = await run(provider.getBalancer('shop', { signal: never }));
    expect(detail.nodeList.map(({ id, condition }) => `${id} ${condition}`)).toEqual([
      'i-0000000a DRAINING',
      'i-0000dead DISABLED',
    ]);
  });

  it('takes no harm from hostile names and odd answers', async () => {
    const { aws, open, run } = await awsDouble();
    aws.balancer('shop', ['i-0000000a', 'i-0000000a']);
    aws.instance('i-0000000a', { name: 'web&#x9b;31m&#x202e;1', ip: '' });
    const provider = await open();
    const detail = await run(provider.getBalancer('shop', { signal: never }));
    expect(detail.nodeList.map(({ id, server, address }) => [id, server, address])).toEqual([
      ['i-0000000a', 'web1', null],
    ]);
    aws.instead = (action) => (action === 'DescribeLoadBalancers' ? result(action, '') : null);
    expect(await problemFrom(run(provider.getBalancer('shop', { signal: never })))).toMatchObject({
      kind: 'missing',
    });
    expect(await run(provider.listBalancers({ signal: never }))).toEqual([]);
  });
});
