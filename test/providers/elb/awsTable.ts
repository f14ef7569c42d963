import type {
  AcmOperations,
  Aws,
  CloudWatchOperations,
  Ec2Operations,
  ElbOperations,
  IamOperations,
  In,
  Out,
  Service,
  SsmOperations,
} from '../../../src/providers/elb/aws.ts';

/** What a service answers, by operation; one that is not there must not be asked for. */
type Answers<Operations> = {
  readonly [Name in keyof Operations]?: (input: In<Operations[Name]>) => Promise<Out<Operations[Name]>>;
};

export interface AwsAnswers {
  readonly elb?: Answers<ElbOperations>;
  readonly ec2?: Answers<Ec2Operations>;
  readonly cloudwatch?: Answers<CloudWatchOperations>;
  readonly ssm?: Answers<SsmOperations>;
  readonly acm?: Answers<AcmOperations>;
  readonly iam?: Answers<IamOperations>;
}

/** An AWS in us-east-1 that answers from tables, without HTTP. */
export function awsTable(answers: AwsAnswers): Aws {
  return {
    region: 'us-east-1',
    elb: serviceOf(answers.elb),
    ec2: serviceOf(answers.ec2),
    cloudwatch: serviceOf(answers.cloudwatch),
    ssm: serviceOf(answers.ssm),
    acm: serviceOf(answers.acm),
    iam: serviceOf(answers.iam),
  };
}

function serviceOf<Operations>(answers: Answers<Operations> = {}): Service<Operations> {
  return async (name, input) => {
    const answer = answers[name];
    if (answer === undefined) throw new Error(`${String(name)} is not answered here`);
    return answer(input);
  };
}
