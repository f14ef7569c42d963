import type { PolicyAttribute, PolicyAttributeDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Field, FormValues, Option } from '../../../model/form.ts';
import { type AttributeType, kindOf, type PolicyType, sameType } from './policyTypes.ts';
import { publicKeyFault } from './publicKey.ts';
import { linesOf } from './subject.ts';

/** The attribute that names one of AWS's predefined security policies, and the keys of the fields of an own one. */
const REFERENCE = 'Reference-Security-Policy';
const ORDER = 'Server-Defined-Cipher-Order';
const PROTOCOL = 'Protocol-';
/** Fields of a security policy: a predefined one by `reference`, else the parts of an own one. */
export const SSL_KEYS = {
  reference: 'reference-security-policy',
  protocols: 'tls-protocols',
  order: 'server-order',
  ciphers: 'ciphers',
} as const;

/** Lists that the fields of policies choose from. */
export interface PolicyChoices {
  securityPolicies(signal: AbortSignal): Promise<readonly string[]>;
  /** The balancer's own policies of public keys. */
  publicKeys(signal: AbortSignal): Promise<readonly string[]>;
}

/** The type that a form's value means. */
export function typeNamed(types: readonly PolicyType[], name: string | undefined): PolicyType | undefined {
  return types.find((type) => type.name === name);
}

/** A field for each attribute, shown with its type; those of the security policies are gathered in four. */
export function policyFields(types: readonly PolicyType[], choices: PolicyChoices): readonly Field[] {
  return types.flatMap((type): readonly Field[] => {
    const shownWhen = (values: FormValues) => values['type'] === type.name;
    if (type.kind === 'ssl') return sslFields(type, choices, shownWhen);
    return type.attributes.map((attribute) => ({
      ...attributeField(attribute, choices),
      ...naming(keyOf(types, type, attribute)),
      shownWhen,
    }));
  });
}

function naming(key: string): { readonly key: string; readonly flag: string } {
  return { key, flag: key };
}

/** `CookieName` → `cookie-name`; with the type in front where another type before it has an attribute of that name. */
function keyOf(types: readonly PolicyType[], type: PolicyType, { name }: AttributeType): string {
  const first = types.find(
    (one) => one.kind !== 'ssl' && one.attributes.some((other) => other.name === name),
  );
  return first === undefined || first.name === type.name ? kebab(name) : `${kebab(type.name)}-${kebab(name)}`;
}

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

function attributeField(attribute: AttributeType, choices: PolicyChoices): Field {
  const { name, type, needed, many, initial, help } = attribute;
  const base = {
    key: name,
    label: name.replace(/([a-z])([A-Z])/g, '$1 $2'),
    ...(help === null ? {} : { help }),
    ...(needed ? {} : { optional: true }),
  };
  const start = initial === null ? {} : { initial };
  if (type === 'Boolean')
    return {
      ...base,
      kind: 'yesno',
      initial: initial === null && !needed ? '' : initial === 'false' ? 'no' : 'yes',
    };
  if (/^(?:Long|Integer)$/.test(type)) return { ...base, ...start, kind: 'number', min: 0, max: 999_999_999 };
  if (type === 'PolicyName') {
    const load = async (signal: AbortSignal) => (await choices.publicKeys(signal)).map(plainOption);
    const none = 'the balancer has no policy of type PublicKeyPolicyType; add one first';
    return many ? { ...base, kind: 'many', load, none } : { ...base, kind: 'pick', load, none };
  }
  if (name === 'PublicKey')
    return {
      ...base,
      kind: 'long',
      most: 8_192,
      help: 'A file in PEM: its first and last line are left out',
      check: publicKeyFault,
    };
  if (many) return { ...base, ...start, kind: 'text', help: `${help ?? 'Any number'}, with commas between` };
  return { ...base, ...start, kind: 'text' };
}

function sslFields(
  type: PolicyType,
  { securityPolicies }: PolicyChoices,
  isShown: (values: FormValues) => boolean,
): readonly Field[] {
  const own = (values: FormValues) => isShown(values) && (values[SSL_KEYS.reference] ?? '') === '';
  const listed = (names: readonly string[], label: (name: string) => string) => async () =>
    names.map((name) => ({ value: name, label: label(name) }));
  const { protocols, ciphers } = sslNames(type);
  return [
    {
      kind: 'pick',
      ...naming(SSL_KEYS.reference),
      label: 'Predefined policy',
      help: 'One of AWS’s security policies; nothing: protocols and ciphers of your own',
      optional: true,
      load: async (signal) => (await securityPolicies(signal)).map(plainOption),
      shownWhen: isShown,
    },
    {
      kind: 'many',
      ...naming(SSL_KEYS.protocols),
      label: 'Protocols',
      help: 'What clients may speak; one at least',
      load: listed(protocols, (name) => name.slice(PROTOCOL.length)),
      shownWhen: own,
    },
    {
      kind: 'yesno',
      ...naming(SSL_KEYS.order),
      label: 'Our order of ciphers',
      help: 'The balancer’s order decides, not the client’s',
      initial: 'yes',
      shownWhen: own,
    },
    {
      kind: 'many',
      ...naming(SSL_KEYS.ciphers),
      label: 'Ciphers',
      help: 'One at least; certificates of ACM need one with RSA',
      load: listed(ciphers, (name) => name),
      shownWhen: own,
    },
  ];
}

function sslNames({ attributes }: PolicyType) {
  const names = attributes.filter(({ type }) => type === 'Boolean').map(({ name }) => name);
  return {
    protocols: names.filter((name) => name.startsWith(PROTOCOL)),
    ciphers: names.filter((name) => !name.startsWith(PROTOCOL) && name !== ORDER),
  };
}

function plainOption(value: string): Option {
  return { value, label: value };
}

/** What AWS is told of a policy that was filled in. All values travel as texts. */
export function wireAttributes(types: readonly PolicyType[], values: FormValues): PolicyAttribute[] {
  const type = typeNamed(types, values['type']);
  if (type === undefined) return [];
  if (type.kind === 'ssl') return wireSsl(values);
  return type.attributes.flatMap((attribute) => {
    const { name: AttributeName } = attribute;
    const text = (values[keyOf(types, type, attribute)] ?? '').trim();
    return wireValues(attribute, text).map((AttributeValue) => ({ AttributeName, AttributeValue }));
  });
}

function wireValues({ name, type, many }: AttributeType, text: string): readonly string[] {
  if (text === '') return [];
  if (type === 'Boolean') return [text === 'yes' ? 'true' : 'false'];
  // No period at all is what 0 means (spec §6).
  if (name === 'CookieExpirationPeriod' && Number(text) === 0) return [];
  if (name === 'PublicKey') return [keyBody(text)];
  if (!many) return [text];
  return text
    .split(type === 'PolicyName' ? '\n' : /[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The body of a key in PEM, without the lines around it and without line breaks. */
function keyBody(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('-----'))
    .join('');
}

function wireSsl(values: FormValues): PolicyAttribute[] {
  const on = (AttributeName: string) => ({ AttributeName, AttributeValue: 'true' });
  const reference = values[SSL_KEYS.reference] ?? '';
  if (reference !== '') return [{ AttributeName: REFERENCE, AttributeValue: reference }];
  return [
    ...linesOf(values[SSL_KEYS.protocols]).map(on),
    ...(values[SSL_KEYS.order] === 'yes' ? [on(ORDER)] : []),
    ...linesOf(values[SSL_KEYS.ciphers]).map(on),
  ];
}

/** A policy of AWS as the fields hold it, without its name. */
export function valuesOfPolicy(
  types: readonly PolicyType[],
  typeName: string,
  attributes: readonly PolicyAttributeDescription[],
): FormValues {
  const type = types.find(({ name }) => sameType(name, typeName));
  if (type === undefined) return { type: typeName };
  const all = (name: string) =>
    attributes.flatMap((one) => (one.AttributeName === name ? (one.AttributeValue ?? '') : []));
  if (type.kind === 'ssl') return { type: type.name, ...sslValues(attributes) };
  const values = type.attributes.flatMap((attribute) => {
    const found = all(attribute.name);
    if (found.length === 0) return [];
    const text =
      attribute.type === 'Boolean'
        ? found[0] === 'true'
          ? 'yes'
          : 'no'
        : found.join(attribute.type === 'PolicyName' ? '\n' : ', ');
    return [[keyOf(types, type, attribute), text] as const];
  });
  return { type: type.name, ...Object.fromEntries(values) };
}

/** AWS gives every cipher beside a reference; they are the reference’s. */
function sslValues(attributes: readonly PolicyAttributeDescription[]): FormValues {
  const { reference, protocols, order, ciphers } = sslSummary(attributes);
  if (reference !== null) return { [SSL_KEYS.reference]: reference };
  return {
    [SSL_KEYS.protocols]: protocols.join('\n'),
    [SSL_KEYS.order]: order ? 'yes' : 'no',
    [SSL_KEYS.ciphers]: ciphers.join('\n'),
  };
}

function sslSummary(attributes: readonly PolicyAttributeDescription[]) {
  const on = attributes.flatMap(({ AttributeName, AttributeValue }) =>
    AttributeValue === 'true' ? (AttributeName ?? '') : [],
  );
  const reference = attributes.find(({ AttributeName }) => AttributeName === REFERENCE)?.AttributeValue;
  return {
    reference: reference || null,
    protocols: on.filter((name) => name.startsWith(PROTOCOL)),
    order: on.includes(ORDER),
    ciphers: on.filter((name) => !name.startsWith(PROTOCOL) && name !== ORDER),
  };
}

/** `ELBSecurityPolicy-2016-08`, `TLSv1.2, 18 ciphers`, `CookieName JSESSIONID`; null where there is nothing to say. */
export function attributesText(
  typeName: string,
  attributes: readonly PolicyAttributeDescription[],
): string | null {
  if (kindOf(typeName) === 'ssl') {
    const { reference, protocols, order, ciphers } = sslSummary(attributes);
    if (reference !== null) return reference;
    const names = protocols.map((name) => name.slice(PROTOCOL.length)).join(', ') || 'no protocol';
    return `${names}, ${ciphers.length} ${ciphers.length === 1 ? 'cipher' : 'ciphers'}${order ? ', our order' : ''}`;
  }
  const parts = attributes.map(({ AttributeName, AttributeValue }) => {
    const value = AttributeValue ?? '';
    return `${AttributeName ?? ''} ${value.length > 24 ? `${value.slice(0, 23)}…` : value}`.trim();
  });
  return parts.length === 0 ? null : parts.join(', ');
}
