import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { send } from '../client.ts';
import { openAws } from './clients.ts';

/** 1 March 2026, noon: where the sandbox's clock stands. */
const DATE = '20260301T120000Z';
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const list = (pairs: Readonly<Record<string, string>>) =>
  Object.entries(pairs)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');

it('a signature in the address is good as long as it says', async () => {
  const { sandbox } = await openAws({ signatureTimes: true });
  const { endpoint, accessKeyId, secretAccessKey } = sandbox.aws;
  const scope = '20260301/us-west-2/elasticloadbalancing/aws4_request';
  const query = list({
    Action: 'DescribeLoadBalancers',
    Version: '2012-06-01',
    'LoadBalancerNames.member.1': 'west-classic',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': DATE,
    'X-Amz-Expires': '60',
    'X-Amz-SignedHeaders': 'host',
  });
  const host = new URL(endpoint).host;
  const canonical = ['GET', '/aws', query, `host:${host}\n`, 'host', sha256('')].join('\n');
  const key = ['us-west-2', 'elasticloadbalancing', 'aws4_request'].reduce(
    hmac,
    hmac(`AWS4${secretAccessKey}`, '20260301'),
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', DATE, scope, sha256(canonical)].join('\n')).toString(
    'hex',
  );
  const url = `${endpoint}?${query}&X-Amz-Signature=${signature}`;
  const answer = await send(url);
  expect([answer.status, answer.text]).toEqual([
    200,
    expect.stringContaining('<LoadBalancerName>west-classic</LoadBalancerName>'),
  ]);
  const changed = await send(url.replace('west-classic', 'east-classic'));
  expect([changed.status, changed.text]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
  sandbox.control.advance(61_000);
  expect((await send(url)).text).toContain('Signature expired');
});

it('the signature of old clients is good too, in an address and in a form', async () => {
  const { sandbox } = await openAws({ signatureTimes: true });
  const { endpoint, accessKeyId, secretAccessKey } = sandbox.aws;
  const signed = (method: string, change: Readonly<Record<string, string>> = {}) => {
    const query = list({
      Action: 'DescribeLoadBalancers',
      Version: '2012-06-01',
      AWSAccessKeyId: accessKeyId,
      SignatureVersion: '2',
      SignatureMethod: 'HmacSHA256',
      Timestamp: '2026-03-01T12:00:00Z',
      ...change,
    });
    const toSign = [method, new URL(endpoint).host, '/aws', query].join('\n');
    const signature = hmac(secretAccessKey, toSign).toString('base64');
    return `${query}&Signature=${encodeURIComponent(signature)}`;
  };
  const asked = await send(`${endpoint}?${signed('GET')}`);
  expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('web-classic')]);
  const posted = await send(endpoint, 'POST', signed('POST'), {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  expect([posted.status, posted.text]).toEqual([200, expect.stringContaining('web-classic')]);
  const old = await send(`${endpoint}?${signed('GET', { Timestamp: '2026-03-01T11:54:59Z' })}`);
  expect([old.status, old.text]).toEqual([403, expect.stringContaining('Signature expired')]);
});
