import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../src/cli/prompt.ts';
import { Failure } from '../../src/model/problem.ts';
import { codedProfiles } from '../flows/elbCode.ts';
import { oneTimeCode, wrongCode } from '../kit/oneTimeCode.ts';
import { type AwsUser, awsUser } from './elbKit.ts';

/** A user whose profiles `admin` and `auditor` want a code. `answers` come one after the other; then the user gives up. */
async function codedUser(answers: (user: AwsUser) => readonly string[]) {
  const user = await awsUser();
  const { machine, sandbox } = user;
  codedProfiles(machine.home, sandbox);
  const asked: string[] = [];
  const waiting = [...answers(user)];
  const secret: Prompt['secret'] = async (question) => {
    asked.push(question);
    const answer = waiting.shift();
    if (answer === undefined) throw new Failure({ kind: 'cancelled', message: 'Stopped at the question' });
    return answer;
  };
  machine.prompt = { ...machine.prompt, interactive: true, secret };
  return { ...user, asked };
}

const code = ({ machine, sandbox }: AwsUser, ago = 0) =>
  oneTimeCode(sandbox.aws.role.seed, machine.clock.now() - ago);
const wrong = ({ machine, sandbox }: AwsUser) => wrongCode(sandbox.aws.role.seed, machine.clock.now());

describe('an account behind a one-time code, from the command line', () => {
  it('asks for it at the terminal, once for all that the command does', async () => {
    const { does, asked, at } = await codedUser((user) => [code(user)]);
    await does('drain web-classic classic-web-1 -a aws-admin');
    expect(asked).toEqual([
      'One-time code for aws-admin. Six digits of the device sandbox, for the role operator:',
    ]);
    expect(await at('web-classic').registered()).not.toContain('classic-web-1');
  });

  it('asks again after a wrong one, three times at most', async () => {
    const { machine, asked } = await codedUser((user) => [wrong(user), '12', code(user)]);
    const ran = await machine.run('nodes web-classic -a aws-admin');
    expect([ran.code, asked.length]).toEqual([0, 3]);
    expect(ran.out).toContain('classic-web-1');
    expect(ran.err).toContain('The code was not accepted');
    expect(ran.err).toContain('A code is six digits');
    const hopeless = await codedUser((user) => [wrong(user), wrong(user), wrong(user), code(user)]);
    const { code: ended, err } = await hopeless.machine.run('nodes web-classic -a aws-admin');
    expect([ended, hopeless.asked.length]).toEqual([3, 3]);
    expect(err).toContain('The code was not accepted');
  });

  it('does nothing where none is given', async () => {
    const { machine, at } = await codedUser(() => []);
    const ran = await machine.run('drain web-classic classic-web-1 -a aws-admin');
    expect(ran).toMatchObject({
      code: 130,
      err: expect.stringContaining('aws-admin is not signed in: no one-time code was given'),
    });
    expect(await at('web-classic').registered()).toContain('classic-web-1');
  });

  it('asks for one account after the other', async () => {
    // A code is good once, and a moment longer than it is shown.
    const { machine, asked } = await codedUser((user) => [code(user, 30_000), code(user)]);
    const { value } = await machine.json('balancers -a aws-admin -a aws-auditor');
    const accounts = (value as readonly { readonly account: string }[]).map(({ account }) => account);
    expect(new Set(accounts)).toEqual(new Set(['aws-admin', 'aws-auditor']));
    expect(asked).toHaveLength(2);
  });

  it('without a terminal says what else would do', async () => {
    const { machine } = await codedUser(() => []);
    machine.prompt = { ...machine.prompt, interactive: false };
    const ran = await machine.run('nodes web-classic -a aws-admin');
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('the profile admin: it wants a one-time code, and there is nobody to ask');
    expect(ran.err).toContain('aws sts get-caller-identity --profile admin');
  });
});
