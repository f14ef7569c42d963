import { Answered, empty, json, type Matched, type Route } from '../../exchange.ts';
import type { CertificateSpec, SslTermination } from '../../world/specs.ts';
import { complain, flat, schemaFault } from '../faults.ts';
import { Fields, given, rootOf, within } from '../fields.ts';
import { change, type ServiceCall } from '../service.ts';
import { isCertificate, isChain, isPrivateKey, matchCredentials, matchKeptKey } from './credentials.ts';
import { readBalancer } from './read.ts';

const SSL_FIELDS = [
  'certificate',
  'privatekey',
  'intermediateCertificate',
  'enabled',
  'securePort',
  'secureTrafficOnly',
  'cipherProfile',
  'securityProtocols',
];

/** Ciphers by cipher profile; `default` is what a balancer has that was given none. */
const PROFILES: Readonly<Record<string, readonly string[]>> = {
  default: ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256', 'AES256-SHA', 'AES128-SHA'],
  'CLBCipherPolicy2017-08': ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256', 'AES256-SHA'],
  'CLBCipherPolicy2019-05': ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256'],
};

/** The private key is looked at and dropped: the service never gives it back, and we need not write it down. */
function readSsl(service: ServiceCall): Partial<SslTermination> {
  const fields = new Fields(rootOf(service.call, 'sslTermination'), SSL_FIELDS, 'absent');
  const faults: string[] = [];
  const certificate = fields.text('certificate') || undefined;
  const key = fields.text('privatekey') || undefined;
  const intermediateCertificate = fields.text('intermediateCertificate') || undefined;
  const securePort = fields.whole('securePort');
  if ((certificate === undefined) !== (key === undefined))
    faults.push('Certificate and private key must be given together.');
  if (certificate !== undefined && securePort === undefined)
    faults.push('Must provide a secure port with a certificate.');
  if (!within(securePort, 1, 65535)) faults.push('Secure port is invalid. Range is 1-65535.');
  const switches = {
    enabled: fields.flag('enabled'),
    secureTrafficOnly: fields.flag('secureTrafficOnly'),
    cipherProfile: fields.text('cipherProfile'),
  };
  const { cipherProfile } = switches;
  if (cipherProfile !== undefined && !Object.hasOwn(PROFILES, cipherProfile))
    faults.push(`Cipher profile is invalid. It must be one of ${Object.keys(PROFILES).join(', ')}.`);
  if (fields.size === 0) faults.push('Must provide at least one attribute for SSL termination.');
  complain(faults);
  if (certificate !== undefined && key !== undefined)
    matchCredentials({ certificate, key, chain: intermediateCertificate });
  const usual = certificate === undefined ? {} : { enabled: true, secureTrafficOnly: false };
  return {
    ...usual,
    ...given({
      certificate,
      intermediateCertificate,
      securePort,
      ...switches,
      securityProtocols: protocolsOf(fields),
    }),
  };
}

function protocolsOf(fields: Fields): SslTermination['securityProtocols'] {
  return fields.list('securityProtocols')?.map((item) => {
    const inner = new Fields(item, ['securityProtocolName', 'securityProtocolStatus']);
    const securityProtocolName = inner.text('securityProtocolName');
    const securityProtocolStatus = inner.word('securityProtocolStatus', ['ENABLED', 'DISABLED'] as const);
    if (!securityProtocolName || !securityProtocolStatus) throw schemaFault();
    return { securityProtocolName, securityProtocolStatus };
  });
}

/** `kept` is the certificate of the mapping that is changed; undefined for a new one, which must be whole. */
function readCertificate(service: ServiceCall, kept?: string): Partial<CertificateSpec> {
  const names = ['hostName', 'certificate', 'privateKey', 'intermediateCertificate'];
  const fields = new Fields(rootOf(service.call, 'certificateMapping'), names, 'absent');
  const [hostName, certificate, key, chain] = names.map((name) => fields.text(name) || undefined);
  const faults: string[] = [];
  if (key !== undefined && !isPrivateKey(key))
    faults.push('Private key is invalid. Please provide a valid private key.');
  if (certificate !== undefined && !isCertificate(certificate))
    faults.push('Certificate is invalid. Please provide a valid certificate.');
  if (chain !== undefined && !isChain(chain))
    faults.push('Intermediate certificate is invalid. Please provide a valid intermediate certificate.');
  if (kept === undefined) {
    if (key === undefined) faults.push('Must provide a private key for the certificate mapping.');
    if (certificate === undefined) faults.push('Must provide a certificate for the certificate mapping.');
    if (hostName === undefined) faults.push('Must provide a host name for the certificate mapping.');
  } else if (!hostName && !certificate && !key && !chain) faults.push(NOTHING_GIVEN);
  complain(faults);
  const beside = certificate ?? kept ?? '';
  if (key !== undefined) matchCredentials({ certificate: beside, key, chain });
  else if (certificate !== undefined) matchKeptKey(certificate, chain, kept ?? '');
  return given({ hostName, certificate, intermediateCertificate: chain });
}

const NOTHING_GIVEN =
  'The certificate mapping must have at least one of the following to update: certificate, privateKey, intermediateCertificate, or hostName.';

function sslOf(service: ServiceCall, matched: Matched): SslTermination {
  const ssl = readBalancer(service, matched.id(0)).sslTermination;
  if (!ssl) throw new Answered(flat(404, 'SSL termination not found'));
  return ssl;
}

/** TLS 1.0 and the cipher profile are told also where nobody has set them. */
function sslBody(service: ServiceCall, matched: Matched) {
  const { cipherProfile = 'default', securityProtocols = [], ...ssl } = sslOf(service, matched);
  const isSet = securityProtocols.some((protocol) => protocol.securityProtocolName === 'TLS_10');
  const usual = { securityProtocolName: 'TLS_10', securityProtocolStatus: 'ENABLED' };
  return {
    sslTermination: {
      ...ssl,
      cipherProfile,
      securityProtocols: isSet ? securityProtocols : [usual, ...securityProtocols],
    },
  };
}

function certificateBody(service: ServiceCall, matched: Matched, id: number) {
  const found = readBalancer(service, matched.id(0)).certificates.find((item) => item.id === id);
  if (!found) throw new Answered(flat(404, 'Certificate mapping not found'));
  return { certificateMapping: found };
}

/** SSL termination and the certificates for other host names. */
export const SSL_ROUTES: readonly Route<ServiceCall>[] = [
  {
    path: 'loadbalancers/#/ssltermination',
    handlers: {
      GET: (service, matched) => json(200, sslBody(service, matched)),
      PUT: (service, matched) => {
        const value = readSsl(service);
        change(service, matched.id(0), { type: 'setting', setting: { name: 'sslTermination', value } });
        return json(202, sslBody(service, matched));
      },
      DELETE: (service, matched) => {
        change(service, matched.id(0), { type: 'setting', setting: { name: 'sslTermination', value: null } });
        return empty(202);
      },
    },
  },
  {
    path: 'loadbalancers/#/ssltermination/ciphers',
    handlers: {
      GET: (service, matched) => {
        const ciphers = PROFILES[sslOf(service, matched).cipherProfile ?? 'default'] ?? [];
        return json(200, { ciphers: ciphers.map((name) => ({ name })) });
      },
    },
  },
  {
    path: 'loadbalancers/#/ssltermination/certificatemappings',
    handlers: {
      GET: (service, matched) => {
        const { certificates } = readBalancer(service, matched.id(0));
        const rows = certificates.map(({ id, hostName }) => ({ certificateMapping: { id, hostName } }));
        return json(200, { certificateMappings: rows });
      },
      POST: (service, matched) => {
        const { hostName = '', certificate = '', ...more } = readCertificate(service);
        const spec = { hostName, certificate, ...more };
        const [id = 0] = change(service, matched.id(0), { type: 'certificate.add', certificate: spec });
        return json(202, certificateBody(service, matched, id));
      },
    },
  },
  {
    path: 'loadbalancers/#/ssltermination/certificatemappings/#',
    handlers: {
      GET: (service, matched) => json(200, certificateBody(service, matched, matched.id(1))),
      PUT: (service, matched) => {
        const { certificate } = certificateBody(service, matched, matched.id(1)).certificateMapping;
        const wanted = readCertificate(service, certificate);
        change(service, matched.id(0), { type: 'certificate.set', item: matched.id(1), change: wanted });
        return json(202, certificateBody(service, matched, matched.id(1)));
      },
      DELETE: (service, matched) => {
        change(service, matched.id(0), { type: 'certificate.delete', item: matched.id(1) });
        return empty(202);
      },
    },
  },
];
