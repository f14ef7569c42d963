import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  AUTHORITY_CERTIFICATE,
  CERTIFICATE,
  EC_CERTIFICATE,
  ENDED_CERTIFICATE,
  OTHER_KEY,
  PRIVATE_KEY,
  RENEWED_CERTIFICATE,
} from '../../kit/pem.ts';
import { openSandbox } from '../client.ts';

const SETTLED = 1_500;
const URL = '/loadbalancers/7009/ssltermination';
const MAPPINGS = `${URL}/certificatemappings`;
const LOCKED = createPrivateKey(PRIVATE_KEY)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open-sesame' })
  .toString();
const RUBBISH = '-----BEGIN CERTIFICATE-----\nMIIBrubbish\n-----END CERTIFICATE-----';

/** A client, and a balancer with SSL termination. */
async function secured() {
  const { client, clock } = await openSandbox();
  const put = (more: object) =>
    client.lb(URL, 'PUT', {
      sslTermination: { certificate: CERTIFICATE, privatekey: PRIVATE_KEY, securePort: 443, ...more },
    });
  expect((await put({})).status).toBe(202);
  await clock.advance(SETTLED);
  const map = (method: string, path: string, certificateMapping: object) =>
    client.lb(`${MAPPINGS}${path}`, method, { certificateMapping });
  return { client, clock, put, map };
}

const MISMATCH = 'Modulus between user cert and key did not match';

describe('SSL termination', () => {
  it('of the sample data has a certificate that clients can read', async () => {
    const { client, clock } = await openSandbox();
    const sample = '/loadbalancers/7003/ssltermination';
    const { certificate } = (await client.lb(sample)).body.sslTermination;
    const { subjectAltName, validFrom, validTo } = new X509Certificate(certificate);
    expect(subjectAltName).toBe('DNS:api.example.com');
    expect(Date.parse(validFrom)).toBeLessThan(clock.now());
    expect(Date.parse(validTo)).toBeGreaterThan(clock.now());
  });

  it.each<[string, object, string]>([
    ['a key that does not belong to the certificate', { privatekey: OTHER_KEY }, MISMATCH],
    ['a certificate of another key', { certificate: AUTHORITY_CERTIFICATE }, MISMATCH],
    ['a key with a passphrase', { privatekey: LOCKED }, 'Unable to parse pemblock to RSA Key'],
    ['a key in no form', { privatekey: 'MIIE' }, 'Key Required'],
    ['two keys', { privatekey: PRIVATE_KEY + OTHER_KEY }, 'Multiple pem blocks used in Key'],
    ['rubbish', { certificate: RUBBISH }, 'Unable to read userCrt'],
    [
      'a certificate of an EC key',
      { certificate: EC_CERTIFICATE },
      'Unable to extract public RSA key from x509 certificate',
    ],
    [
      'rubbish for a chain',
      { intermediateCertificate: `${AUTHORITY_CERTIFICATE}${RUBBISH}` },
      `Empty object at line starting at line ${AUTHORITY_CERTIFICATE.split('\n').length}`,
    ],
    ['both wrong', { certificate: RUBBISH, privatekey: 'MIIE' }, 'Key Required, Unable to read userCrt'],
  ])('refuses %s', async (_, wrong, message) => {
    const { client, put } = await secured();
    const { status, body, text } = await put(wrong);
    expect([status, body]).toEqual([400, { code: 400, message }]);
    expect(text).not.toContain('PRIVATE');
    expect((await client.lb(URL)).body.sslTermination.certificate).toBe(CERTIFICATE);
  });

  it('takes what is over, or what is more than one, of which the first counts', async () => {
    const { clock, put } = await secured();
    expect((await put({ certificate: ENDED_CERTIFICATE })).status).toBe(202);
    await clock.advance(SETTLED);
    expect((await put({ certificate: CERTIFICATE + AUTHORITY_CERTIFICATE })).status).toBe(202);
    await clock.advance(SETTLED);
    expect((await put({ certificate: AUTHORITY_CERTIFICATE + CERTIFICATE })).status).toBe(400);
  });
});

describe('certificate mappings', () => {
  const WHOLE = { hostName: 'm.example', certificate: CERTIFICATE, privateKey: PRIVATE_KEY };

  it('refuse what does not fit, and say what is unreadable or missing', async () => {
    const { map } = await secured();
    expect((await map('POST', '', { ...WHOLE, privateKey: OTHER_KEY })).body).toEqual({
      code: 400,
      message: MISMATCH,
    });
    const faults = async (mapping: object) =>
      (await map('POST', '', mapping)).body.validationErrors.messages as string[];
    expect(await faults({})).toEqual([
      'Must provide a private key for the certificate mapping.',
      'Must provide a certificate for the certificate mapping.',
      'Must provide a host name for the certificate mapping.',
    ]);
    const unreadable = {
      hostName: 'm.example',
      certificate: CERTIFICATE + AUTHORITY_CERTIFICATE,
      privateKey: LOCKED,
      intermediateCertificate: RUBBISH,
    };
    expect(await faults(unreadable)).toEqual([
      'Private key is invalid. Please provide a valid private key.',
      'Certificate is invalid. Please provide a valid certificate.',
      'Intermediate certificate is invalid. Please provide a valid intermediate certificate.',
    ]);
  });

  it('go on with the key that is there, and take none that does not fit', async () => {
    const { client, clock, map } = await secured();
    const { id } = (await map('POST', '', WHOLE)).body.certificateMapping;
    await clock.advance(SETTLED);
    expect((await map('PUT', `/${id}`, {})).status).toBe(400);
    for (const wrong of [{ certificate: AUTHORITY_CERTIFICATE }, { privateKey: OTHER_KEY }])
      expect((await map('PUT', `/${id}`, wrong)).body).toEqual({ code: 400, message: MISMATCH });
    expect((await map('PUT', `/${id}`, { certificate: RENEWED_CERTIFICATE })).status).toBe(202);
    await clock.advance(SETTLED);
    const other = { certificate: AUTHORITY_CERTIFICATE, privateKey: OTHER_KEY };
    expect((await map('PUT', `/${id}`, other)).status).toBe(202);
    expect((await client.lb(`${MAPPINGS}/${id}`)).body.certificateMapping).toEqual({
      id,
      hostName: 'm.example',
      certificate: AUTHORITY_CERTIFICATE,
    });
  });
});
