import { byName } from '../../../model/order.ts';
import { Failure } from '../../../model/problem.ts';
import type { Aws } from '../aws.ts';
import { pages } from '../sections/network.ts';
import { reading } from '../sections/subject.ts';

/** As EC2 spells them; an image runs on machines of its own one only. */
export type Architecture = 'x86_64' | 'arm64';

/** An image that a public parameter of Systems Manager names: always the newest of its line. */
export interface Image {
  /** `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64` */
  readonly parameter: string;
  readonly name: string;
  readonly id: string;
  readonly architecture: Architecture | null;
}

const AMAZON_LINUX = '/aws/service/ami-amazon-linux-latest';
/** Of the many others (spec §8); those that a region lacks are left out of its answer. At most ten a call. */
const OTHERS: Readonly<Record<string, string>> = {
  '/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id': 'Ubuntu 24.04',
  '/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id': 'Ubuntu 24.04 arm64',
  '/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id': 'Ubuntu 22.04',
  '/aws/service/canonical/ubuntu/server/22.04/stable/current/arm64/hvm/ebs-gp2/ami-id': 'Ubuntu 22.04 arm64',
  '/aws/service/debian/release/12/latest/amd64': 'Debian 12',
  '/aws/service/debian/release/12/latest/arm64': 'Debian 12 arm64',
};

/** What most people begin with. */
const USUAL = /\/al2023-ami-kernel-default-x86_64$/;

/** The images that are recommended now, the usual one first. Throws Failure. */
export async function readImages(aws: Aws, signal: AbortSignal): Promise<readonly Image[]> {
  const [amazon, others] = await Promise.all([
    pages(async (next) => {
      const answer = await aws.ssm(
        'GetParametersByPath',
        { Path: AMAZON_LINUX, ...next },
        reading('list the images of Amazon Linux', signal),
      );
      return { rows: answer.Parameters ?? [], next: answer.NextToken };
    }),
    aws.ssm('GetParameters', { Names: Object.keys(OTHERS) }, reading('list the images', signal)),
  ]);
  const rank = ({ parameter }: Image) => (USUAL.test(parameter) ? 0 : /al2023/.test(parameter) ? 1 : 2);
  return [...amazon, ...(others.Parameters ?? [])]
    .flatMap(({ Name, Value }): Image[] => {
      if (!Name || !Value?.startsWith('ami-')) return [];
      const name = OTHERS[Name] ?? Name.split('/').at(-1) ?? Name;
      return [{ parameter: Name, name, id: Value, architecture: architectureIn(Name) }];
    })
    .sort((a, b) => rank(a) - rank(b) || byName(a.name, b.name));
}

/** The id that an image's name in a spec means now: itself, or what the parameter of that name holds. Throws Failure. */
export async function imageId(aws: Aws, image: string, what: string, signal: AbortSignal): Promise<string> {
  if (!image.startsWith('/')) return image;
  const { Parameters = [] } = await aws.ssm('GetParameters', { Names: [image] }, reading(what, signal));
  const value = Parameters[0]?.Value;
  if (value?.startsWith('ami-')) return value;
  throw new Failure({
    kind: 'missing',
    message: `Could not ${what}: no parameter ${image} of Systems Manager holds an image`,
    hint: 'Begin anew with another image',
  });
}

function architectureIn(parameter: string): Architecture | null {
  if (/arm64/.test(parameter)) return 'arm64';
  return /x86_64|amd64/.test(parameter) ? 'x86_64' : null;
}
