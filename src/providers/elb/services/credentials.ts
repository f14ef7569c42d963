// Where the SDK finds keys: loaded when an account is opened.
export {
  fromContainerMetadata,
  fromHttp,
  fromIni,
  fromInstanceMetadata,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
export { loadSharedConfigFiles, readFile } from '@smithy/core/config';
