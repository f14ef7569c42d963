import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { memoryLog } from '../../src/sandbox/eventLog.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { type ElbAt, elbAt } from '../flows/elbAt.ts';
import { seededRandom } from '../sandbox/sharedLog.ts';
import { Machine } from './kit/cli.ts';

/** A user whose account `prod` is at an AWS outside of the machine. */
export interface AwsUser {
  readonly machine: Machine;
  readonly sandbox: Sandbox;
  /** A balancer of it, as the SDK sees it. */
  at(balancer: string, region?: string): ElbAt;
  /** Runs a command that is to go well, and answers with what it prints. */
  does(line: string): Promise<string>;
  /** Puts a file where commands look for it. */
  save(name: string, text: string): void;
}

/** A machine with the account `prod`, whose keys come from the environment. */
export async function awsUser(): Promise<AwsUser> {
  const machine = new Machine();
  const sandbox = await startSandbox({
    log: memoryLog(),
    clock: machine.clock,
    random: seededRandom(),
    rateLimits: false,
    // The SDK signs by the real clock.
    signatureTimes: false,
  });
  onTestFinished(() => sandbox.close());
  await addAccount(machine, sandbox);
  return userOf(machine, sandbox);
}

/** Adds the sandbox's AWS account to a machine as `prod`. */
export async function addAccount(machine: Machine, { aws }: Sandbox): Promise<void> {
  machine.env = { ...machine.env, PROD_SECRET: aws.secretAccessKey };
  const added = await machine.run(
    `accounts add --provider elb --name prod --access-key-id ${aws.accessKeyId} --secret-access-key-env PROD_SECRET --endpoint ${aws.endpoint} --region ${aws.region}`,
  );
  expect(added.code).toBe(0);
}

/** Somebody at that machine. */
export function userOf(machine: Machine, sandbox: Sandbox): AwsUser {
  return {
    machine,
    sandbox,
    at: (balancer, region) => elbAt(sandbox, balancer, region),
    async does(line) {
      const { code, out, err } = await machine.run(line);
      expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
      return out;
    },
    save: (name, text) => fs.writeFileSync(path.join(machine.home, name), text, { mode: 0o600 }),
  };
}
