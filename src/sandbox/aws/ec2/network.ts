import {
  freeAddresses,
  type IngressRule,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '../../world/aws/network.ts';
import { AWS_REGIONS, zonesOf } from '../../world/aws/places.ts';
import type { Tag } from '../../world/aws/records.ts';
import { AwsError } from '../errors.ts';
import { type Actions, pageOf, type ServiceCall } from '../service.ts';
import type { Xml } from '../xml.ts';
import { byIds, filtered, pageSize, tagSet } from './filters.ts';

const named = (name: string): readonly Tag[] => (name === '' ? [] : [{ key: 'Name', value: name }]);

/** EC2 on regions, zones, VPCs, subnets, security groups and key pairs; they can only be read. */
export const NETWORK_ACTIONS: Actions = {
  DescribeRegions({ params }) {
    const asked = byIds(
      params.list('RegionName'),
      AWS_REGIONS,
      (name) => name,
      (name) => new AwsError('InvalidParameterValue', `Invalid region name: ${name}`),
    );
    const regions = filtered(params, asked, { 'region-name': (name) => [name] });
    return {
      regionInfo: regions.map((name) => ({
        regionName: name,
        regionEndpoint: `ec2.${name}.amazonaws.com`,
        optInStatus: 'opt-in-not-required',
      })),
    };
  },
  DescribeAvailabilityZones({ region, params }) {
    const asked = byIds(
      params.list('ZoneName'),
      zonesOf(region.name),
      (name) => name,
      (name) => new AwsError('InvalidParameterValue', `Invalid availability zone: [${name}]`),
    );
    const zones = filtered(params, asked, {
      'zone-name': (name) => [name],
      'region-name': () => [region.name],
      state: () => ['available'],
    });
    const short = region.name.replace(/^(\w\w)-(\w)\w*-(\d)$/, '$1$2$3');
    return {
      availabilityZoneInfo: zones.map((name) => ({
        zoneName: name,
        zoneState: 'available',
        regionName: region.name,
        zoneId: `${short}-az${name.charCodeAt(name.length - 1) - 96}`,
        zoneType: 'availability-zone',
        groupName: region.name,
        optInStatus: 'opt-in-not-required',
        networkBorderGroup: region.name,
      })),
    };
  },
  DescribeVpcs({ region, params }) {
    const asked = byIds(
      params.list('VpcId'),
      region.network.vpcs,
      ({ id }) => id,
      (id) => new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`),
    );
    const vpcs = filtered<Vpc>(
      params,
      asked,
      {
        'vpc-id': ({ id }) => [id],
        cidr: ({ cidr }) => [cidr],
        state: () => ['available'],
        'is-default': ({ isDefault }) => [String(isDefault)],
        isDefault: ({ isDefault }) => [String(isDefault)],
      },
      ({ name }) => named(name),
    );
    return {
      vpcSet: vpcs.map((vpc) => ({
        vpcId: vpc.id,
        ownerId: region.account,
        state: 'available',
        cidrBlock: vpc.cidr,
        instanceTenancy: 'default',
        isDefault: vpc.isDefault,
        tagSet: tagSet(named(vpc.name)),
      })),
    };
  },
  DescribeSubnets(call) {
    const { region, params } = call;
    const asked = byIds(
      params.list('SubnetId'),
      region.network.subnets,
      ({ id }) => id,
      (id) => new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`),
    );
    const subnets = filtered<Subnet>(
      params,
      asked,
      {
        'subnet-id': ({ id }) => [id],
        'vpc-id': ({ vpc }) => [vpc],
        'availability-zone': ({ zone }) => [zone],
        availabilityZone: ({ zone }) => [zone],
        'default-for-az': (subnet) => [String(isDefaultOf(call, subnet))],
        'map-public-ip-on-launch': ({ isPublic }) => [String(isPublic)],
        state: () => ['available'],
      },
      ({ name }) => named(name),
    );
    const { page, next } = pageOf(subnets, pageSize(params, 5, 1_000), params.text('NextToken'));
    return { subnetSet: page.map((subnet) => subnetBody(call, subnet)), nextToken: next };
  },
  DescribeSecurityGroups(call) {
    const { region, params } = call;
    const notThere = (group: string) =>
      new AwsError('InvalidGroup.NotFound', `The security group '${group}' does not exist`);
    const byId = byIds(params.list('GroupId'), region.network.groups, ({ id }) => id, notThere);
    const asked = byIds(params.list('GroupName'), byId, ({ name }) => name, notThere);
    const groups = filtered<SecurityGroup>(params, asked, {
      'group-id': ({ id }) => [id],
      'group-name': ({ name }) => [name],
      'vpc-id': ({ vpc }) => [vpc],
      'owner-id': () => [region.account],
      description: ({ description }) => [description],
    });
    const { page, next } = pageOf(groups, pageSize(params, 5, 1_000), params.text('NextToken'));
    return { securityGroupInfo: page.map((group) => groupBody(call, group)), nextToken: next };
  },
  DescribeKeyPairs({ region, params }) {
    const asked = byIds(
      params.list('KeyName'),
      region.network.keys,
      ({ name }) => name,
      (name) => new AwsError('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`),
    );
    const keys = filtered(params, asked, {
      'key-name': ({ name }) => [name],
      'key-pair-id': ({ id }) => [id],
    });
    return {
      keySet: keys.map(({ id, name, fingerprint }) => ({
        keyPairId: id,
        keyName: name,
        keyFingerprint: fingerprint,
        keyType: 'ed25519',
      })),
    };
  },
};

/** The one of its zone that an instance gets which names none. */
function isDefaultOf({ region }: ServiceCall, { isPublic, vpc }: Subnet): boolean {
  return isPublic && region.network.vpcs.some(({ id, isDefault }) => id === vpc && isDefault);
}

function subnetBody(call: ServiceCall, subnet: Subnet): Xml {
  const { region, now } = call;
  const used = region.visible(now).filter((instance) => instance.subnet === subnet.id).length;
  return {
    subnetId: subnet.id,
    subnetArn: `arn:aws:ec2:${region.name}:${region.account}:subnet/${subnet.id}`,
    state: 'available',
    ownerId: region.account,
    vpcId: subnet.vpc,
    cidrBlock: subnet.cidr,
    availableIpAddressCount: freeAddresses(subnet, used),
    availabilityZone: subnet.zone,
    defaultForAz: isDefaultOf(call, subnet),
    mapPublicIpOnLaunch: subnet.isPublic,
    assignIpv6AddressOnCreation: false,
    tagSet: tagSet(named(subnet.name)),
  };
}

function groupBody({ region }: ServiceCall, group: SecurityGroup): Xml {
  return {
    ownerId: region.account,
    groupId: group.id,
    groupName: group.name,
    groupDescription: group.description,
    vpcId: group.vpc,
    ipPermissions: group.ingress.map((rule) => permission(region.account, rule)),
    ipPermissionsEgress: [
      permission(region.account, { all: true, from: 0, to: 0, cidr: '0.0.0.0/0', group: null }),
    ],
  };
}

function permission(account: string, rule: IngressRule): Xml {
  return {
    ipProtocol: rule.all ? '-1' : 'tcp',
    fromPort: rule.all ? null : rule.from,
    toPort: rule.all ? null : rule.to,
    groups: rule.group === null ? [] : [{ userId: account, groupId: rule.group }],
    ipRanges: rule.cidr === null ? [] : [{ cidrIp: rule.cidr }],
    prefixListIds: [],
  };
}
