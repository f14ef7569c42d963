import { type Command, InvalidArgumentError } from 'commander';
import type { AwsAccess, RackspaceAccess, SandboxOptions } from '../../state/sandboxHost.ts';
import { examples, numberArgument, type Run, withGlobals } from '../command.ts';
import type { Context } from '../context.ts';
import { factLines } from '../print/table.ts';
import { addSandboxControl } from './sandboxControl.ts';

type Load = NonNullable<SandboxOptions['load']>;

const MOST_BALANCERS = 100_000;
const MOST_NODES = 10_000;

/** Which world of the sandbox is meant, and where it is served. */
export interface SandboxFlags {
  /** 0, or none, is any free one. */
  readonly port?: number;
  /** A generated world of that size; without it the sample data. */
  readonly load?: Load;
}

/** `sluice sandbox` and what stands behind it, about worlds that all programs of this user share. */
export function addSandboxCommands(program: Command, run: Run): void {
  const sandbox = withLoad(withGlobals(program.command('sandbox')))
    .description(
      'Serve the embedded clouds on this machine until ctrl-c. They speak the real wire protocols; nothing in them is real. JSON: one line that says how to sign in.',
    )
    .option('--port <port>', 'a fixed port; without it any free one', numberArgument(0, 65_535))
    .addHelpText(
      'after',
      examples(
        'sluice sandbox --port 8774',
        'sluice sandbox --load 1000x20 --json',
        'sluice sandbox clock +1h',
        'sluice sandbox fault slow --ms 2000 --for 60s',
        'sluice sandbox reset',
      ),
    )
    .action((flags: SandboxFlags, command: Command) => run(command, (context) => serve(context, flags)));
  addSandboxControl(sandbox, run);
}

/** The option that chooses a generated world instead of the sample one. */
export function withLoad(command: Command): Command {
  return command.option(
    '--load <BxN>',
    'a world of its own: so many balancers with so many nodes each',
    (text: string): Load => {
      const [, balancers, nodes] = (/^(\d{1,6})x(\d{1,5})$/i.exec(text) ?? []).map(Number);
      if (!balancers || nodes === undefined || balancers > MOST_BALANCERS || nodes > MOST_NODES)
        throw new InvalidArgumentError(
          `Write it like 1000x20: at most ${MOST_BALANCERS} balancers with ${MOST_NODES} nodes.`,
        );
      return { balancers, nodes };
    },
  );
}

async function serve({ workspace, report, signal }: Context, flags: SandboxFlags): Promise<void> {
  const sandbox = await workspace.sandbox.serve({
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.load === undefined ? {} : { load: flags.load }),
  });
  try {
    const { identityUrl, username, apiKey, regions } = sandbox.rackspace;
    const { endpoint, accessKeyId, secretAccessKey, region, regions: awsRegions, role } = sandbox.aws;
    report.result(
      {
        rackspace: { identityUrl, username, apiKey, regions },
        aws: { endpoint, accessKeyId, secretAccessKey, region, regions: awsRegions, role },
      },
      [
        `The sandbox is served at ${sandbox.url} until ctrl-c. Nothing in it is real.`,
        '',
        ...rackspaceLines(sandbox.rackspace),
        '',
        ...awsLines(sandbox.aws),
      ],
    );
    if (!signal.aborted)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    await sandbox.close();
  }
}

/** What a person needs to reach it with curl, libcloud or another sluice. */
function rackspaceLines({ identityUrl, username, apiKey, regions }: RackspaceAccess): readonly string[] {
  const login = JSON.stringify({ auth: { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey } } });
  return [
    'Rackspace',
    ...factLines([
      ['  identity URL', identityUrl],
      ['  user name', username],
      ['  API key', apiKey],
      ['  regions', regions.join(', ')],
    ]),
    '  curl',
    `    curl -s ${identityUrl}/tokens -H 'Content-Type: application/json' -d '${login}'`,
    '  libcloud',
    `    get_driver(Provider.RACKSPACE)('${username}', '${apiKey}', region='${regions[0]?.toLowerCase() ?? ''}', ex_force_auth_url='${identityUrl}')`,
    '  sluice',
    `    KEY=${apiKey} sluice accounts add --provider rackspace --name local --identity-url ${identityUrl} --username ${username} --api-key-env KEY`,
  ];
}

/** Likewise for AWS. */
function awsLines(access: AwsAccess): readonly string[] {
  const { endpoint, accessKeyId, secretAccessKey, region, regions, role } = access;
  const keys = `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`;
  return [
    'AWS',
    ...factLines([
      ['  endpoint', endpoint],
      ['  access key id', accessKeyId],
      ['  secret access key', secretAccessKey],
      ['  regions', regions.join(', ')],
      ['  role with a one-time code', role.arn],
      ['  its device (mfa_serial)', role.device],
      ['  seed for an authenticator', role.seed],
    ]),
    '  aws',
    `    ${keys} AWS_DEFAULT_REGION=${region} aws --endpoint-url ${endpoint} elb describe-load-balancers`,
    '  sluice',
    `    KEY=${secretAccessKey} sluice accounts add --provider elb --name local-aws --endpoint ${endpoint} --region ${region} --access-key-id ${accessKeyId} --secret-access-key-env KEY`,
  ];
}
