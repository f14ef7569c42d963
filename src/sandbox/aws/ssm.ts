import { type PublicParameter, parametersOf } from '../world/aws/catalogue.ts';
import type { AwsRegion } from '../world/aws/state.ts';
import { AwsError } from './errors.ts';
import { type Actions, pageOf } from './service.ts';
import type { Xml } from './xml.ts';

/** Parameters in one page or one call. */
const MOST = 10;

/** Systems Manager, version 2014-11-06: the public parameters that name the newest images. */
export const SSM_ACTIONS: Actions = {
  GetParameter({ region, input }) {
    const name = String(input['Name'] ?? '');
    const found = parametersOf(region.name).find((parameter) => parameter.name === name);
    if (!found) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
    return { Parameter: body(region, found) };
  },
  GetParameters({ region, input }) {
    const names = Array.isArray(input['Names']) ? input['Names'].map(String) : [];
    if (names.length === 0 || names.length > MOST)
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length between 1 and ${MOST}`,
      );
    const all = parametersOf(region.name);
    return {
      Parameters: all.filter(({ name }) => names.includes(name)).map((found) => body(region, found)),
      InvalidParameters: names.filter((name) => !all.some((parameter) => parameter.name === name)),
    };
  },
  GetParametersByPath({ region, input }) {
    const path = String(input['Path'] ?? '').replace(/\/?$/, '/');
    const found = parametersOf(region.name).filter(
      ({ name }) =>
        name.startsWith(path) && (input['Recursive'] === true || !name.slice(path.length).includes('/')),
    );
    const asked = typeof input['MaxResults'] === 'number' ? input['MaxResults'] : MOST;
    if (asked < 1 || asked > MOST)
      throw new AwsError('ValidationException', `MaxResults must be from 1 to ${MOST}, not ${asked}`);
    const token = typeof input['NextToken'] === 'string' ? input['NextToken'] : undefined;
    const { page, next } = pageOf(found, asked, token);
    return { Parameters: page.map((parameter) => body(region, parameter)), NextToken: next };
  },
};

function body(region: AwsRegion, { name, value, changedAt }: PublicParameter): Xml {
  return {
    Name: name,
    Type: 'String',
    Value: value,
    Version: 1,
    LastModifiedDate: changedAt / 1_000,
    ARN: `arn:aws:ssm:${region.name}::parameter${name}`,
    DataType: 'text',
  };
}
