import { isLoopback } from '../http/loopback.ts';

/** Rackspace's own, for all regions but the former UK-only login. */
const DEFAULT_IDENTITY_URL = 'https://identity.api.rackspacecloud.com/v2.0';

/** Either the base that `/tokens` is appended to, or what is wrong with the text and how to mend it. */
export type IdentityUrl = { readonly base: string } | { readonly fault: string; readonly mend: string };

/**
 * Reads an identity URL as people have it in their settings: with or without a trailing slash, `/tokens` or `/v2.0`.
 * Plain http is for this machine only, because the secret travels in the request.
 */
export function readIdentityUrl(text: string): IdentityUrl {
  const trimmed = text.trim();
  if (trimmed === '') return { base: DEFAULT_IDENTITY_URL };
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { fault: 'The identity URL is not a web address', mend: `write it like ${DEFAULT_IDENTITY_URL}` };
  if (url.username !== '' || url.password !== '')
    return { fault: 'The identity URL holds a user or password', mend: 'take them out of it' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return {
      fault: `Plain http to ${url.host} would send the secret unencrypted`,
      mend: 'write https:// instead',
    };
  const path = url.pathname.replace(/\/+$/, '').replace(/\/tokens$/, '');
  const version = /\/(v\d[^/]*)$/.exec(path)?.[1];
  if (version !== undefined && version !== 'v2.0')
    return { fault: `The identity URL asks for ${version}`, mend: 'Rackspace signs in with v2.0' };
  return { base: `${url.origin}${path}${version === undefined ? '/v2.0' : ''}` };
}
