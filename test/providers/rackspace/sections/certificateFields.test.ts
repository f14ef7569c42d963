import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Form } from '../../../../src/model/form.ts';
import {
  certificateFaults,
  certificateFields,
  type Kept,
} from '../../../../src/providers/rackspace/sections/certificateFields.ts';
import {
  AUTHORITY_CERTIFICATE,
  CERTIFICATE,
  EC_CERTIFICATE,
  KEY_LINES,
  OTHER_KEY,
  PRIVATE_KEY,
  RENEWED_CERTIFICATE,
} from '../../../kit/pem.ts';
import { faultsIn, sectionWorld } from './kit.ts';

function formOf(kept: Kept): Form {
  return {
    title: 'A certificate',
    fields: certificateFields('key', kept),
    check: (values) => certificateFaults(values, 'key', kept),
  };
}

const KEPT: readonly Kept[] = ['nothing', 'certificate', 'key'];

/** What every form says of them; it must be the same. */
function faultsEverywhere(certificate: string, key: string, intermediateCertificate = '') {
  const [first, ...others] = KEPT.map((kept) =>
    faultsIn(formOf(kept), { certificate, key, intermediateCertificate }),
  );
  for (const other of others) expect(other).toEqual(first);
  for (const line of KEY_LINES) expect(JSON.stringify(first)).not.toContain(line);
  return first;
}

const locked = (type: 'pkcs1' | 'pkcs8') =>
  createPrivateKey(PRIVATE_KEY)
    .export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open-sesame' })
    .toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
/** In PEM form, whole, and unknown to everybody. */
const framed = (label: string) => `-----BEGIN ${label}-----\nMAMCAQc=\n-----END ${label}-----\n`;
const cutOff = (pem: string) => pem.slice(0, pem.length / 2);
const damaged = (pem: string) => pem.replace(/\n.{8}/, '\n');

describe('a certificate and its key', () => {
  it('that belong together are taken, in any form of PEM', () => {
    const pkcs8 = createPrivateKey(PRIVATE_KEY).export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const key of [PRIVATE_KEY, pkcs8, PRIVATE_KEY.replaceAll('\n', '\r\n'), `Bag Attributes\n${pkcs8}`])
      expect(faultsEverywhere(CERTIFICATE, key)).toEqual({});
    expect(faultsEverywhere(RENEWED_CERTIFICATE, PRIVATE_KEY, AUTHORITY_CERTIFICATE + CERTIFICATE)).toEqual(
      {},
    );
  });

  it('that do not are refused, naming the key', () => {
    const fault = {
      key: 'This key does not belong to the certificate: choose the certificate’s own',
    };
    expect(faultsEverywhere(CERTIFICATE, OTHER_KEY)).toEqual(fault);
    expect(faultsEverywhere(AUTHORITY_CERTIFICATE, PRIVATE_KEY)).toEqual(fault);
  });

  it('that cannot be read here are left to the engine, as far as they are whole', () => {
    expect(faultsEverywhere(framed('CERTIFICATE'), PRIVATE_KEY)).toEqual({});
    expect(faultsEverywhere(CERTIFICATE, framed('PRIVATE KEY'))).toEqual({});
    expect(faultsEverywhere(CERTIFICATE, PRIVATE_KEY, framed('CERTIFICATE'))).toEqual({});
  });

  it.each<[string, string, RegExp]>([
    ['nothing in PEM form', 'MIIEowIBAAKCAQEA', /^This is no private key in PEM form/],
    ['a certificate', CERTIFICATE, /^This is a certificate: choose the file with its private key$/],
    ['a key and its certificate', PRIVATE_KEY + CERTIFICATE, /holds more than the private key/],
    ['two keys', PRIVATE_KEY + OTHER_KEY, /holds more than the private key/],
    ['a locked key', locked('pkcs8'), /^The key has a passphrase: remove it with openssl rsa/],
    [
      'a locked key of the old form',
      locked('pkcs1'),
      /^The key has a passphrase: remove it with openssl rsa/,
    ],
    ['a key that is cut off', cutOff(PRIVATE_KEY), /^The key is cut off or damaged/],
    ['a key with letters lost', damaged(PRIVATE_KEY), /^The key is cut off or damaged/],
    ['an EC key', ec.export({ type: 'sec1', format: 'pem' }).toString(), /^Rackspace takes RSA keys only/],
    ['an EC key in PKCS 8', ec.export({ type: 'pkcs8', format: 'pem' }).toString(), /^Rackspace takes RSA/],
    ['a key of OpenSSH', framed('OPENSSH PRIVATE KEY'), /^Rackspace takes RSA keys only/],
  ])('%s is no key', (_, text, fault) => {
    expect(faultsEverywhere(CERTIFICATE, text)).toEqual({ key: expect.stringMatching(fault) });
  });

  it.each<[string, string, RegExp]>([
    ['nothing in PEM form', 'hello', /^This is no certificate in PEM form/],
    ['a key', PRIVATE_KEY, /^This is a private key: choose the file with the certificate$/],
    ['a locked key', locked('pkcs8'), /^This is a private key/],
    ['a certificate and its key', CERTIFICATE + PRIVATE_KEY, /^This file holds a private key/],
    ['a request for one', framed('CERTIFICATE REQUEST'), /^This is no certificate in PEM form/],
    ['a certificate and something else', CERTIFICATE + framed('X509 CRL'), /holds more than certificates/],
    ['a whole chain', CERTIFICATE + AUTHORITY_CERTIFICATE, /^There are 2 certificates: leave the site’s own/],
    ['a certificate that is cut off', cutOff(CERTIFICATE), /^The certificate is cut off or damaged/],
    ['a certificate with letters lost', damaged(CERTIFICATE), /^The certificate is cut off or damaged/],
    ['one of an EC key', EC_CERTIFICATE, /not for an RSA key/],
  ])('%s is no certificate', (_, text, fault) => {
    expect(faultsEverywhere(text, PRIVATE_KEY)).toEqual({ certificate: expect.stringMatching(fault) });
  });

  it.each<[string, string, RegExp]>([
    ['nothing in PEM form', 'hello', /^This is no certificate in PEM form/],
    ['a key', PRIVATE_KEY, /^This is a private key/],
    ['one that is cut off', AUTHORITY_CERTIFICATE + cutOff(CERTIFICATE), /^Certificate 2 of 2 is cut off/],
  ])('%s is no chain', (_, text, fault) => {
    expect(faultsEverywhere(CERTIFICATE, PRIVATE_KEY, text)).toEqual({
      intermediateCertificate: expect.stringMatching(fault),
    });
  });

  it('may stay where they are kept, and a key only where the engine lets it', () => {
    expect(faultsIn(formOf('certificate'), {})).toEqual({});
    expect(faultsIn(formOf('certificate'), { certificate: CERTIFICATE })).toEqual({
      key: 'A new certificate needs its private key',
    });
    expect(faultsIn(formOf('key'), { certificate: CERTIFICATE })).toEqual({});
    expect(faultsIn(formOf('nothing'), {})).toEqual({
      certificate: expect.stringMatching(/needed/),
      key: expect.stringMatching(/needed/),
    });
  });

  it('are checked by every form that takes them', async () => {
    const { setting, collection, read, add, items } = await sectionWorld();
    const ssl = await setting('media', 'ssl-termination');
    const list = await collection('api-gateway', 'certificates');
    await add(list, { hostName: 'www.example.com', certificate: CERTIFICATE, privateKey: PRIVATE_KEY });
    const [item] = await items(list);
    const signal = new AbortController().signal;
    const forms = [
      await ssl.form(await read(ssl), { signal }),
      await list.add?.form({ signal }),
      item && (await list.edit?.form?.(item, { signal })),
    ];
    for (const form of forms) {
      if (!form) throw new Error('There is a form');
      const typed = { hostName: 'x.example.com', certificate: CERTIFICATE };
      const both = { privatekey: OTHER_KEY, privateKey: OTHER_KEY };
      expect(Object.values(faultsIn(form, { ...typed, ...both }))).toEqual([
        expect.stringMatching(/does not belong to the certificate/),
      ]);
    }
  });
});
