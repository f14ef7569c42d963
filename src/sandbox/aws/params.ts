import { AwsError, validationError } from './errors.ts';

/**
 * The parameters of a Query request: a flat list of names and texts in which dots stand for structure. ELB and its like
 * write the n-th element of a list `Name.member.N`, EC2 writes `Name.N`; both are read.
 */
export class Params {
  readonly #entries: ReadonlyMap<string, string>;
  readonly #prefix: string;

  constructor(entries: ReadonlyMap<string, string>, prefix = '') {
    this.#entries = entries;
    this.#prefix = prefix;
  }

  /** A text, or undefined. */
  text(name: string): string | undefined {
    return this.#entries.get(this.#prefix + name);
  }

  /** A text that must be there. */
  need(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw this.missing(name);
    return value;
  }

  /** A whole number, or undefined. */
  whole(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined || value === '') return undefined;
    return this.#number(name, value);
  }

  /** A whole number that must be there. */
  needWhole(name: string): number {
    const value = this.whole(name);
    if (value === undefined) throw this.missing(name);
    return value;
  }

  /** The whole numbers of a list; undefined where it was not sent. */
  wholes(name: string): readonly number[] | undefined {
    return this.list(name)?.map((value) => this.#number(name, value));
  }

  /** true or false, or undefined. */
  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined || value === '') return undefined;
    if (!/^(true|false)$/i.test(value)) throw this.#malformed(name, value, 'a Boolean');
    return value.toLowerCase() === 'true';
  }

  /** The texts of a list; undefined where it was not sent, empty where it was sent as empty. */
  list(name: string): readonly string[] | undefined {
    const prefixes = this.#prefixes(name);
    if (prefixes.length === 0) return this.text(name) === '' ? [] : undefined;
    return prefixes.flatMap((prefix) => this.#entries.get(prefix) ?? []);
  }

  /** The structures of a list; empty where it was not sent. */
  structs(name: string): readonly Params[] {
    return this.#prefixes(name).map((prefix) => new Params(this.#entries, `${prefix}.`));
  }

  /** A structure; undefined where nothing of it was sent. */
  struct(name: string): Params | undefined {
    const prefix = `${this.#prefix}${name}.`;
    return [...this.#entries.keys()].some((key) => key.startsWith(prefix))
      ? new Params(this.#entries, prefix)
      : undefined;
  }

  /** What is said when a parameter is not there. */
  missing(name: string): AwsError {
    const whole = this.#prefix + name;
    return this.#ofEc2
      ? new AwsError('MissingParameter', `The request must contain the parameter ${whole}`)
      : validationError(
          `1 validation error detected: Value null at '${constrained(whole)}' failed to satisfy constraint: Member must not be null`,
        );
  }

  get #ofEc2(): boolean {
    return this.#entries.get('Version')?.startsWith('2016-11') === true;
  }

  #number(name: string, value: string): number {
    if (!/^-?\d{1,15}$/.test(value)) throw this.#malformed(name, value, 'an Integer');
    return Number(value);
  }

  #malformed(name: string, value: string, wanted: string): AwsError {
    return this.#ofEc2
      ? new AwsError('InvalidParameterValue', `Invalid value '${value}' for ${this.#prefix}${name}.`)
      : new AwsError('MalformedInput', `'${value}' can not be converted to ${wanted}`);
  }

  /** The names of a list's elements in their order. */
  #prefixes(name: string): readonly string[] {
    const found = new Map<string, number>();
    for (const key of this.#entries.keys()) {
      if (!key.startsWith(`${this.#prefix}${name}.`)) continue;
      const rest = key.slice(this.#prefix.length + name.length + 1);
      const [, member = '', number] = /^(member\.)?(\d{1,6})(?:\.|$)/.exec(rest) ?? [];
      if (number !== undefined) found.set(`${this.#prefix}${name}.${member}${number}`, Number(number));
    }
    return [...found].sort(([, one], [, other]) => one - other).map(([prefix]) => prefix);
  }
}

/** `listeners.1.member.instancePort` of `Listeners.member.1.InstancePort`: so services name what breaks their constraints. */
function constrained(name: string): string {
  return name
    .replace(/\.member\.(\d+)/g, '.$1.member')
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.');
}
