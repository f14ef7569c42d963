import { isIP } from 'node:net';
import { shortAddress } from '../address.ts';

/** What is wrong with an address or network of an access list, with its mend; null when it may be one. */
export function networkFault(text: string): string | null {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return 'Give an IP address, or a network such as 198.51.100.0/24';
  const most = version === 4 ? 32 : 128;
  if (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)) return null;
  return `Behind the / stands a number from 0 to ${most}`;
}

/** As people write it: IPv6 in its short form. */
export function shortNetwork(text: string): string {
  const [address = '', ...bits] = text.trim().split('/');
  return [shortAddress(address), ...bits].join('/').toLowerCase();
}

/** True for a network that everybody is in. */
export function isEverybody(network: string): boolean {
  return /^(0\.0\.0\.0|::)\/0$/.test(shortNetwork(network));
}
