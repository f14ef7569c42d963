import { describe, expect, it } from 'vitest';
import type { BalancerDetail } from '../../../src/model/balancer.ts';
import { Failure } from '../../../src/model/problem.ts';
import { elbDetail } from '../../../src/providers/elb/balancerDetail.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import type { Section } from '../../../src/providers/sections.ts';
import { testMemory } from '../kit/memory.ts';
import { problemFrom } from '../kit/problems.ts';
import { type Answer, cut, silence } from '../kit/scriptedServer.ts';
import { type FakeAws, refusal, result } from './fakeAws.ts';
import { type AwsDouble, awsDouble, inWords, never, quietly } from './kit.ts';

/** What emulators and old accounts have been seen to lack. */
const LACKING =
  /^(?:DescribeLoadBalancerPolic|DescribeLoadBalancerAttributes|ModifyLoadBalancerAttributes|DescribeTags|AddTags|RemoveTags|DescribeAccountLimits|GetMetricData|ListCertificates|ListServerCertificates|DescribeSubnets|DescribeSecurityGroups|DescribeVpcs|ConfigureHealthCheck)/;

const HTML = '<!DOCTYPE html><html><head><title>500</title></head><body>Traceback: KeyError</body></html>';

/** How they say so. */
const WAYS: readonly (readonly [way: string, answer: Answer])[] = [
  ['an HTML page with status 500', { status: 500, text: HTML, headers: { 'content-type': 'text/html' } }],
  ['501 in plain words', { status: 501, text: 'API for service elb not yet implemented' }],
  ['an unknown action', refusal('InvalidAction', 'The action X is not valid for this web service')],
  ['404 in JSON', { status: 404, json: { __type: 'UnknownOperationException', message: 'not implemented' } }],
  ['an empty answer', { status: 200, text: '' }],
  ['a connection that is cut', cut],
  ['silence', silence],
];

/** The action of a request: of the query protocol, or of JSON by its header. */
function actionOf(body: string, target: unknown): string {
  return (
    new URLSearchParams(body).get('Action') ??
    String(target ?? '')
      .split('.')
      .at(-1) ??
    ''
  );
}

interface Old extends AwsDouble {
  readonly provider: Provider;
  detail(): Promise<BalancerDetail>;
  sections(): Promise<readonly Section[]>;
}

/** A server that lacks all that, and answers the rest as old ones do; opened. */
async function oldEmulator(lack: Answer): Promise<Old> {
  const double = await awsDouble({
    memory: testMemory(),
    // Only who waits for an answer that never comes needs an end, and what is answered must come before it on any machine.
    ...(lack === silence ? { limits: { totalMs: 2_000 } } : {}),
    answer: (seen, fake) => {
      const action = actionOf(seen.body, seen.headers['x-amz-target']);
      if (LACKING.test(action)) return lack;
      return oldAnswer(action, fake.answer(seen));
    },
  });
  populate(double.aws);
  const provider = await double.open();
  const detail = () => double.run(provider.getBalancer('shop', { signal: never }));
  return { ...double, provider, detail, sections: async () => provider.sections?.(await detail()) ?? [] };
}

function populate(aws: FakeAws): void {
  aws.balancer('shop', ['i-0000000a', 'i-0000000b'], { drain: null });
  aws.instance('i-0000000a', { name: 'web-1' });
  aws.instance('i-0000000b', { name: 'web-2' });
}

/** What they answer to what they know: an empty marker, an id twice, no list after a write, states of their own. */
function oldAnswer(action: string, answer: Answer): Answer {
  if (typeof answer === 'function' || answer.text === undefined) return answer;
  const text = answer.text;
  switch (action) {
    case 'DescribeLoadBalancers':
      return {
        ...answer,
        text: text
          .replace(/(<Instances>)(<member>.*?<\/member>)/g, '$1$2$2')
          .replace(
            '</DescribeLoadBalancersResult>',
            '<NextMarker></NextMarker></DescribeLoadBalancersResult>',
          ),
      };
    case 'RegisterInstancesWithLoadBalancer':
    case 'DeregisterInstancesFromLoadBalancer':
      return result(action, '<Instances/>');
    case 'DescribeInstanceHealth':
      return {
        ...answer,
        text: text.replace(
          /<State>OutOfService<\/State>(.*?)<Description>[^<]*<\/Description>/g,
          '<State>Unknown</State>$1<Description>N/A</Description>',
        ),
      };
    default:
      return answer;
  }
}

/** What a section shows, or the problem that it is replaced by. */
async function shown({ run }: Old, section: Section): Promise<unknown> {
  try {
    const options = { signal: never };
    return section.kind === 'collection'
      ? await run(section.list(options))
      : await run(section.read(options));
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return thrown.problem;
  }
}

describe.each(WAYS)('an emulator that answers what it lacks with %s', (_, lack) => {
  it('has its balancers listed and shown, and says what is missing', async () => {
    const old = await oldEmulator(lack);
    const all = await old.run(old.provider.listBalancers({ signal: never }));
    expect(all.map(({ id, nodes }) => [id, nodes.total])).toEqual([['shop', 2]]);
    const detail = await old.detail();
    expect(detail.status).toBe('UP');
    expect(detail.nodeList.map(inWords)).toEqual(['web-1 | ENABLED | ONLINE', 'web-2 | ENABLED | ONLINE']);
    expect(elbDetail(detail).notes).toEqual([
      expect.stringMatching(
        /^Could not read the attributes of shop: .*: whether connection draining is on is not known$/,
      ),
      expect.stringMatching(
        /^Could not read the tags of shop: .*: nodes that were taken out elsewhere are not seen$/,
      ),
    ]);
    expect(elbDetail(detail).notes.join()).not.toMatch(/<|KeyError|Traceback/);
  });

  it('has its nodes taken out and brought back, remembered here; DRAINING is refused in words', async () => {
    const old = await oldEmulator(lack);
    const set = (condition: 'ENABLED' | 'DISABLED' | 'DRAINING') =>
      old.run(old.provider.changeNode('shop', 'i-0000000a', { condition }, quietly));
    const refused = await problemFrom(set('DRAINING'));
    expect(refused.kind).toBe('guard');
    expect(refused.message).toContain('whether connection draining is on is not known');
    // What may pass is not taken for an emulator that has no tags: nothing is taken out that is remembered nowhere.
    const passing = lack === cut || lack === silence;
    expect(await settled(set('DISABLED'))).toBe(passing ? 'refused' : 'done');
    if (!passing) {
      expect((await old.detail()).nodeList.map(inWords)).toEqual([
        'web-1 | DISABLED | known on this machine only; taken out, to come back',
        'web-2 | ENABLED | ONLINE',
      ]);
      await set('ENABLED');
    }
    expect((await old.detail()).nodeList.map(inWords)).toEqual([
      'web-1 | ENABLED | ONLINE',
      'web-2 | ENABLED | ONLINE',
    ]);
  });

  it('has sections that show what can be read, and a plain sentence for the rest', async () => {
    const old = await oldEmulator(lack);
    const sections = await old.sections();
    const seen = new Map<string, unknown>();
    for (const section of sections) seen.set(section.key, await shown(old, section));
    expect(seen.get('listeners')).toMatchObject([{ id: '80' }]);
    expect(seen.get('backend-ports')).toMatchObject([{ id: '8080' }]);
    expect(seen.get('address')).toMatchObject({ values: {} });
    for (const [key, value] of seen) {
      const text = JSON.stringify(value);
      expect([key, text]).not.toEqual([key, expect.stringMatching(/<html|KeyError|Traceback|"kind":"bug"/)]);
    }
  });

  it('has no numbers, which is said, and can be deleted from', async () => {
    const old = await oldEmulator(lack);
    const { usage, removal } = old.provider;
    const now = old.clock.now();
    const span = { from: now - 7_200_000, to: now, signal: never };
    const problem = await problemFrom(old.run(Promise.resolve(usage?.balancer('shop', span))));
    expect(problem.message).toMatch(/^Could not /);
    expect(problem.message).not.toMatch(/<|KeyError/);
    await old.run(removal?.run('shop', quietly) ?? Promise.reject());
    expect(await old.run(old.provider.listBalancers({ signal: never }))).toEqual([]);
  });
});

async function settled(change: Promise<unknown>): Promise<'done' | 'refused'> {
  try {
    await change;
    return 'done';
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return 'refused';
  }
}

describe('an emulator that accepts policies for an instance port and does nothing', () => {
  it('is not believed', async () => {
    const double = await awsDouble({
      answer: (seen, fake) =>
        actionOf(seen.body, undefined) === 'SetLoadBalancerPoliciesForBackendServer'
          ? result('SetLoadBalancerPoliciesForBackendServer', '')
          : fake.answer(seen),
    });
    populate(double.aws);
    const provider = await double.open();
    const detail = await double.run(provider.getBalancer('shop', { signal: never }));
    const ports = provider.sections?.(detail).find(({ key }) => key === 'backend-ports');
    if (ports?.kind !== 'collection') throw new Error('there are instance ports');
    const [port] = await double.run(ports.list(quietly));
    if (!port || !ports.edit) throw new Error('their policies can be chosen');
    const set = (policies: string) =>
      double.run(ports.edit?.run(port, { policies }, quietly) ?? Promise.reject());
    await set('');
    expect(await problemFrom(set('proxy'))).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining(
        'accepted to set the policies of instance port 8080 of shop, but does not show it after 15 seconds',
      ),
      maybeApplied: true,
    });
  });
});
