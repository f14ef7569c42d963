import { Answered, type Call } from '../../exchange.ts';
import { KEYPAIRS } from '../../world/images.ts';
import type { ServerSpec } from '../../world/specs.ts';
import { wrapped } from '../faults.ts';

const NETWORKS: Readonly<Record<string, 'public' | 'private'>> = {
  '00000000-0000-0000-0000-000000000000': 'public',
  '11111111-1111-1111-1111-111111111111': 'private',
};

function bad(message: string): Answered {
  return new Answered(wrapped(400, 'badRequest', message));
}

function members(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** A new server as the request asks for it. Fields we have no use for are let by, as Nova lets its extensions by. */
export function readServer(call: Call, id: string): ServerSpec {
  const server = members(bodyOf(call)?.['server']);
  if (!server)
    throw bad(
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    );
  const { name, key_name: keyName, networks, metadata, 'OS-DCF:diskConfig': diskConfig } = server;
  if (typeof name !== 'string' || name.trim() === '') throw bad('Server name is not defined');
  if (name.length > 255) throw bad('Server name must be less than 255 characters');
  if (typeof server['imageRef'] !== 'string') throw bad('Missing imageRef attribute');
  if (typeof server['flavorRef'] !== 'string') throw bad('Missing flavorRef attribute');
  if (keyName !== undefined && keyName !== null && !KEYPAIRS.some((pair) => pair.name === keyName))
    throw bad('Invalid key_name provided.');
  if (diskConfig !== undefined && diskConfig !== 'AUTO' && diskConfig !== 'MANUAL')
    throw bad("OS-DCF:diskConfig must be either 'MANUAL' or 'AUTO'.");
  return {
    id,
    name: name.trim(),
    // A reference may be a whole URL; its last piece is the id.
    image: lastPiece(server['imageRef']),
    flavor: lastPiece(server['flavorRef']),
    keyName: typeof keyName === 'string' ? keyName : null,
    metadata: metadataOf(metadata),
    diskConfig: diskConfig ?? 'AUTO',
    networks: networksOf(networks),
  };
}

function bodyOf(call: Call): Readonly<Record<string, unknown>> | null {
  try {
    return members(JSON.parse(call.body));
  } catch {
    throw bad('Malformed request body');
  }
}

function lastPiece(reference: string): string {
  return reference.split('/').at(-1) ?? reference;
}

function metadataOf(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const metadata = members(value);
  const entries = Object.entries(metadata ?? {}).map(([key, inner]) => {
    if (typeof inner !== 'string' || inner.length > 255 || key === '' || key.length > 255)
      throw bad('Metadata keys and values must be strings of at most 255 characters');
    return [key, inner] as const;
  });
  if (!metadata) throw bad('Malformed metadata');
  if (entries.length > 40)
    throw new Answered(wrapped(403, 'forbidden', 'Quota exceeded for metadata items: 40'));
  return Object.fromEntries(entries);
}

/** Left out, both networks; a list must name each one wanted. */
function networksOf(value: unknown): ServerSpec['networks'] {
  if (value === undefined || value === null) return ['public', 'private'];
  if (!Array.isArray(value)) throw bad('Unable to parse requested networks');
  const named = value.map((item) => {
    const uuid = String(members(item)?.['uuid'] ?? '');
    const network = NETWORKS[uuid];
    if (!network) throw bad(`Network ${uuid} could not be found.`);
    return network;
  });
  return [...new Set(named)];
}
