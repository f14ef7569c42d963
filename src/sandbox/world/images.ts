/** What a server can be made from. */
export interface Image {
  readonly id: string;
  readonly name: string;
  /** Gigabytes. */
  readonly minDisk: number;
  /** Megabytes. */
  readonly minRam: number;
  readonly os: 'linux' | 'windows';
  readonly distro: string;
  readonly flavorClasses: string;
  /** The server that a snapshot was taken of. */
  readonly snapshotOf?: string;
}

const SNAPSHOT_SOURCE = '5a0c1d0e-0000-4000-8000-00000000000b';

/** The images of every region, the last one a snapshot of the user. */
export const IMAGES: readonly Image[] = [
  image('0a1b3c5d-1111-4b7a-9c01-3f6f0d6a2401', 'Ubuntu 24.04 LTS (Noble Numbat) (PVHVM)', 'ubuntu', 20, 512),
  image(
    '0a1b3c5d-1111-4b7a-9c01-3f6f0d6a2402',
    'Ubuntu 22.04 LTS (Jammy Jellyfish) (PVHVM)',
    'ubuntu',
    20,
    512,
  ),
  image('0a1b3c5d-2222-4b7a-9c01-3f6f0d6a1201', 'Debian 12 (Bookworm) (PVHVM)', 'debian', 20, 512),
  image('0a1b3c5d-3333-4b7a-9c01-3f6f0d6a0901', 'Rocky Linux 9 (PVHVM)', 'rocky', 20, 1024),
  image('0a1b3c5d-4444-4b7a-9c01-3f6f0d6a4101', 'Fedora 41 (PVHVM)', 'fedora', 20, 512),
  {
    id: '0a1b3c5d-5555-4b7a-9c01-3f6f0d6a2201',
    name: 'Windows Server 2022',
    minDisk: 40,
    minRam: 2048,
    os: 'windows',
    distro: 'windows',
    flavorClasses: '*,!onmetal,!memory1',
  },
  {
    id: '0a1b3c5d-6666-4b7a-9c01-3f6f0d6a0001',
    name: 'web-golden-2026-02',
    minDisk: 20,
    minRam: 512,
    os: 'linux',
    distro: 'ubuntu',
    flavorClasses: '*,!onmetal',
    snapshotOf: SNAPSHOT_SOURCE,
  },
];

function image(id: string, name: string, distro: string, minDisk: number, minRam: number): Image {
  return { id, name, minDisk, minRam, os: 'linux', distro, flavorClasses: '*,!onmetal' };
}

/** How large a server can be. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** Megabytes. */
  readonly ram: number;
  /** Gigabytes; 0 boots from a volume only. */
  readonly disk: number;
  readonly vcpus: number;
  readonly class: string;
}

/** The flavors of every region. */
export const FLAVORS: readonly Flavor[] = [
  { id: '2', name: '512MB Standard Instance', ram: 512, disk: 20, vcpus: 1, class: 'standard1' },
  { id: '3', name: '1GB Standard Instance', ram: 1024, disk: 40, vcpus: 1, class: 'standard1' },
  { id: 'general1-1', name: '1 GB General Purpose v1', ram: 1024, disk: 20, vcpus: 1, class: 'general1' },
  { id: 'general1-2', name: '2 GB General Purpose v1', ram: 2048, disk: 40, vcpus: 2, class: 'general1' },
  { id: 'general1-4', name: '4 GB General Purpose v1', ram: 4096, disk: 80, vcpus: 4, class: 'general1' },
  { id: 'general1-8', name: '8 GB General Purpose v1', ram: 8192, disk: 160, vcpus: 8, class: 'general1' },
  { id: 'compute1-4', name: '3.75 GB Compute v1', ram: 3840, disk: 0, vcpus: 2, class: 'compute1' },
  { id: 'memory1-15', name: '15 GB Memory v1', ram: 15_360, disk: 0, vcpus: 2, class: 'memory1' },
  { id: 'io1-15', name: '15 GB I/O v1', ram: 15_360, disk: 40, vcpus: 4, class: 'io1' },
];

/** The flavor of that id. */
export function flavorNamed(id: string): Flavor | undefined {
  return FLAVORS.find((flavor) => flavor.id === id);
}

/** The account's SSH keys; the sandbox logs in nowhere, so they open nothing. */
export const KEYPAIRS = [
  {
    name: 'laptop',
    public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFb7sandboxsandboxsandboxsandboxsandbox nina@laptop',
    fingerprint: '3e:8c:51:0d:77:aa:19:40:9b:e2:60:f4:1c:d5:88:27',
  },
  {
    name: 'deploy',
    public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq2sandboxsandboxsandboxsandboxsandbox deploy@ci',
    fingerprint: '9a:01:fe:62:c8:3b:d4:75:10:ee:4f:29:b6:07:d3:5c',
  },
] as const;
