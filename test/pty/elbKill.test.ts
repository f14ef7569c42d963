import { expect, it } from 'vitest';
import { Shipped } from './kit/shipped.ts';

interface Counts {
  readonly balancers: number;
  readonly instances: number;
}

/** What there is in us-east-1, as the world itself counts it. */
async function counts(user: Shipped): Promise<Counts> {
  const { stdout } = await user.run(['sandbox', 'status', '--json']);
  const { aws } = JSON.parse(stdout) as { aws: Readonly<Record<string, Counts>> };
  const found = aws['us-east-1'];
  if (!found) throw new Error(`no counts: ${stdout}`);
  return found;
}

async function nodesOf(user: Shipped, balancer: string) {
  const { stdout } = await user.run(['nodes', balancer, '-a', 'sandbox-aws', '--json']);
  return JSON.parse(stdout) as readonly { readonly server: string; readonly condition: string }[];
}

it.concurrent('the wizard, killed while its instances start, goes on at the next start: exactly two', async ({
  onTestFinished,
}) => {
  const user = new Shipped(onTestFinished);
  const before = await counts(user);
  await user.holds('--path', 'CreateLoadBalancer');
  const [terminal, pid] = await user.inShell({ columns: 120, rows: 34 });
  await terminal.until('built-in sandbox');
  terminal.send('j\r');
  await terminal.until('web-classic ');
  terminal.send('n');
  await terminal.until(/Name +balancer-1/);
  terminal.send('blog');
  await terminal.until(/Name +blog[\s\S]*Network +vpc-/);
  terminal.send('\x13');
  await terminal.until('PORT PROTOCOL');
  terminal.send('\x13');
  await terminal.until(/\[✓\] subnet-/);
  terminal.send('\x13');
  await terminal.until('Their names');
  await terminal.until(/Image +al2023/);
  terminal.send('\x13');
  await terminal.until('Check by');
  terminal.send('\x13');
  await terminal.until('enter begins');
  terminal.send('\r');
  await terminal.until(/server blog-2 +pending/);
  process.kill(pid, 'SIGKILL');
  await terminal.until('code=137');
  const killed = await counts(user);
  expect(killed).toEqual({ ...before, instances: before.instances + 2 });

  await user.answersAgain();
  await user.run(['sandbox', 'clock', '+5m']);
  // Who goes straight to an account is told too, when that is open.
  const next = user.screens({ words: ['-a', 'sandbox-aws'], columns: 120, rows: 34 });
  await next.until(/sandbox-aws › Create balancer blog[\s\S]*A run was left unfinished/);
  next.send('\r');
  await next.until('Create balancer blog in us-east-1: done');
  next.send('\x03');
  await next.exited;
  expect(await counts(user)).toEqual({
    balancers: before.balancers + 1,
    instances: before.instances + 2,
  });
  expect((await nodesOf(user, 'blog')).map(({ server }) => server)).toEqual(['blog-1', 'blog-2']);
});

it.concurrent('a drain, killed before AWS was asked, is none at the next start', async ({
  onTestFinished,
}) => {
  const user = new Shipped(onTestFinished);
  await user.holds('--path', 'DeregisterInstances');
  const [terminal, pid] = await user.inShell({ columns: 120, rows: 34 });
  await terminal.until('built-in sandbox');
  terminal.send('j\r');
  await terminal.until('web-classic ');
  terminal.send('/web-classic\r\r');
  await terminal.until('classic-web-1');
  terminal.send('D');
  await terminal.until(/◌ DRAINING .*classic-web-1/);
  process.kill(pid, 'SIGKILL');
  await terminal.until('code=137');
  await user.answersAgain();
  const nodes = await nodesOf(user, 'web-classic');
  expect(nodes.map(({ condition }) => condition)).toEqual(['ENABLED', 'ENABLED', 'ENABLED', 'ENABLED']);
  const drained = await user.run(['drain', 'web-classic', 'classic-web-1', '-a', 'sandbox-aws']);
  expect(drained).toMatchObject({ code: 0, stdout: 'classic-web-1 is DRAINING\n' });
});
