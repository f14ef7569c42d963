import { describe, expect, it } from 'vitest';
import { Machine } from './kit/cli.ts';

describe('sluice sandbox', () => {
  it('prints one line of JSON, serves, and ends with the signal', async () => {
    const machine = new Machine();
    const stop = new AbortController();
    // Whoever reads the line signs in with it.
    const answers: number[] = [];
    const run = machine.run('sandbox --json --load 3x2', stop.signal, async (text) => {
      const { rackspace } = JSON.parse(text);
      const response = await fetch(`${rackspace.identityUrl}/tokens`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          auth: { 'RAX-KSKEY:apiKeyCredentials': { username: rackspace.username, apiKey: rackspace.apiKey } },
        }),
      });
      answers.push(response.status);
      await response.text();
      stop.abort();
    });
    const { code, out, err } = await run;
    expect({ code, err, answers }).toEqual({ code: 0, err: '', answers: [200] });
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toEqual({
      rackspace: {
        identityUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/.*v2\.0$/),
        username: expect.any(String),
        apiKey: expect.any(String),
        regions: ['DFW', 'ORD', 'SYD'],
      },
      aws: {
        endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/aws$/),
        accessKeyId: expect.stringMatching(/^AKIA/),
        secretAccessKey: expect.any(String),
        region: 'us-east-1',
        regions: ['us-east-1', 'us-west-2', 'eu-west-1'],
        role: {
          arn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\//),
          device: expect.stringMatching(/^arn:aws:iam::\d{12}:mfa\//),
          seed: expect.stringMatching(/^[A-Z2-7]{32}$/),
        },
      },
    });
  });

  it('says so when the port is taken', async () => {
    const machine = new Machine();
    const stop = new AbortController();
    let taken: { code: number; err: string } | null = null;
    await machine.run('sandbox --json', stop.signal, async (text) => {
      const { port } = new URL(JSON.parse(text).rackspace.identityUrl);
      taken = await new Machine().run(`sandbox --port ${port}`);
      stop.abort();
    });
    expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('in use') });
  });

  it('has a clock, faults and a fresh start, for every command that shares its world', async () => {
    const machine = new Machine();
    await machine.run('drain shop-front web-2');
    expect((await machine.run('sandbox clock +1h')).out).toBe("The sandbox's clock is 1h further\n");
    expect((await machine.run('sandbox fault status --status 500 --for 1h --path /loadbalancers')).code).toBe(
      0,
    );
    const { value } = await machine.json('sandbox status');
    expect(value).toMatchObject({ advancedMs: 3_600_000, faults: [{ kind: 'status', status: 500 }] });
    expect((await machine.run('nodes shop-front')).code).toBe(1);
    await machine.run('sandbox fault clear');
    expect((await machine.run('nodes shop-front')).out).toContain('DRAINING');
    await machine.run('sandbox reset');
    expect((await machine.run('nodes shop-front')).out).not.toContain('DRAINING');
  });

  it.each(['sandbox fault nonsense', 'sandbox clock soon', 'sandbox --load 3', 'sandbox --port 70000'])(
    'refuses "%s"',
    async (line) => {
      const { code, err } = await new Machine().run(line);
      expect(code).toBe(2);
      expect(err).toMatch(/^sluice: /);
    },
  );
});
