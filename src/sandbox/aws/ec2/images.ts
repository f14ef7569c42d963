import { type AmiRecord, imagesOf } from '../../world/aws/catalogue.ts';
import { AwsError } from '../errors.ts';
import { type Actions, pageOf } from '../service.ts';
import type { Xml } from '../xml.ts';
import { byIds, filtered, pageSize } from './filters.ts';

/** EC2 on images: those of AWS and of makers of systems, under other ids in each region. */
export const IMAGE_ACTIONS: Actions = {
  DescribeImages({ region, params }) {
    const asked = byIds(
      params.list('ImageId'),
      imagesOf(region.name),
      ({ id }) => id,
      (id) => new AwsError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`),
    );
    const owners = params.list('Owner') ?? [];
    // The account has made none, so nothing is left of its own ones.
    const owned = asked.filter(
      ({ owner, alias }) =>
        owners.length === 0 || owners.includes(owner) || (alias !== null && owners.includes(alias)),
    );
    const images = filtered<AmiRecord>(params, owned, {
      'image-id': ({ id }) => [id],
      name: ({ name }) => [name],
      description: ({ description }) => [description],
      architecture: ({ architecture }) => [architecture],
      state: () => ['available'],
      'owner-id': ({ owner }) => [owner],
      'owner-alias': ({ alias }) => (alias === null ? [] : [alias]),
      'virtualization-type': () => ['hvm'],
      'root-device-type': () => ['ebs'],
      'is-public': () => ['true'],
      'image-type': () => ['machine'],
    });
    const { page, next } = pageOf(images, pageSize(params, 1, 1_000), params.text('NextToken'));
    return { imagesSet: page.map(imageBody), nextToken: next };
  },
};

function imageBody(image: AmiRecord): Xml {
  return {
    imageId: image.id,
    imageLocation: `${image.alias ?? image.owner}/${image.name}`,
    imageState: 'available',
    imageOwnerId: image.owner,
    imageOwnerAlias: image.alias,
    creationDate: image.createdAt,
    isPublic: true,
    architecture: image.architecture,
    imageType: 'machine',
    name: image.name,
    description: image.description,
    rootDeviceType: 'ebs',
    rootDeviceName: image.rootDevice,
    blockDeviceMapping: [
      {
        deviceName: image.rootDevice,
        ebs: { volumeSize: 8, deleteOnTermination: true, volumeType: 'gp3', encrypted: false },
      },
    ],
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    enaSupport: true,
    platformDetails: 'Linux/UNIX',
  };
}
