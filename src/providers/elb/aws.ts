import type * as Acm from '@aws-sdk/client-acm';
import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Ec2 from '@aws-sdk/client-ec2';
import type * as Elb from '@aws-sdk/client-elastic-load-balancing';
import type * as Iam from '@aws-sdk/client-iam';
import type * as Ssm from '@aws-sdk/client-ssm';

/** How one operation is asked for. */
export interface AwsCall {
  /** What is being done, as in `Could not …`: `list the balancers`, `register i-0a1b with web`. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** True where sending it twice does no harm: reads, and writes that set a state. Others are never repeated by us. */
  readonly repeatable: boolean;
}

/** What an operation is asked with. */
export type In<T> = T extends { input: infer I } ? I : never;
/** What it answers. */
export type Out<T> = T extends { output: infer O } ? O : never;
type Operation<I, O> = { readonly input: I; readonly output: O };

/** Classic Load Balancing, of 2012. Each operation here has its class in services/elb.ts. */
export interface ElbOperations {
  AddTags: Operation<Elb.AddTagsCommandInput, Elb.AddTagsCommandOutput>;
  ApplySecurityGroupsToLoadBalancer: Operation<
    Elb.ApplySecurityGroupsToLoadBalancerCommandInput,
    Elb.ApplySecurityGroupsToLoadBalancerCommandOutput
  >;
  AttachLoadBalancerToSubnets: Operation<
    Elb.AttachLoadBalancerToSubnetsCommandInput,
    Elb.AttachLoadBalancerToSubnetsCommandOutput
  >;
  ConfigureHealthCheck: Operation<
    Elb.ConfigureHealthCheckCommandInput,
    Elb.ConfigureHealthCheckCommandOutput
  >;
  CreateLoadBalancer: Operation<Elb.CreateLoadBalancerCommandInput, Elb.CreateLoadBalancerCommandOutput>;
  CreateLoadBalancerListeners: Operation<
    Elb.CreateLoadBalancerListenersCommandInput,
    Elb.CreateLoadBalancerListenersCommandOutput
  >;
  CreateLoadBalancerPolicy: Operation<
    Elb.CreateLoadBalancerPolicyCommandInput,
    Elb.CreateLoadBalancerPolicyCommandOutput
  >;
  DeleteLoadBalancer: Operation<Elb.DeleteLoadBalancerCommandInput, Elb.DeleteLoadBalancerCommandOutput>;
  DeleteLoadBalancerListeners: Operation<
    Elb.DeleteLoadBalancerListenersCommandInput,
    Elb.DeleteLoadBalancerListenersCommandOutput
  >;
  DeleteLoadBalancerPolicy: Operation<
    Elb.DeleteLoadBalancerPolicyCommandInput,
    Elb.DeleteLoadBalancerPolicyCommandOutput
  >;
  DeregisterInstancesFromLoadBalancer: Operation<
    Elb.DeregisterInstancesFromLoadBalancerCommandInput,
    Elb.DeregisterInstancesFromLoadBalancerCommandOutput
  >;
  DescribeAccountLimits: Operation<
    Elb.DescribeAccountLimitsCommandInput,
    Elb.DescribeAccountLimitsCommandOutput
  >;
  DescribeInstanceHealth: Operation<
    Elb.DescribeInstanceHealthCommandInput,
    Elb.DescribeInstanceHealthCommandOutput
  >;
  DescribeLoadBalancerAttributes: Operation<
    Elb.DescribeLoadBalancerAttributesCommandInput,
    Elb.DescribeLoadBalancerAttributesCommandOutput
  >;
  DescribeLoadBalancerPolicies: Operation<
    Elb.DescribeLoadBalancerPoliciesCommandInput,
    Elb.DescribeLoadBalancerPoliciesCommandOutput
  >;
  DescribeLoadBalancerPolicyTypes: Operation<
    Elb.DescribeLoadBalancerPolicyTypesCommandInput,
    Elb.DescribeLoadBalancerPolicyTypesCommandOutput
  >;
  DescribeLoadBalancers: Operation<
    Elb.DescribeLoadBalancersCommandInput,
    Elb.DescribeLoadBalancersCommandOutput
  >;
  DescribeTags: Operation<Elb.DescribeTagsCommandInput, Elb.DescribeTagsCommandOutput>;
  DetachLoadBalancerFromSubnets: Operation<
    Elb.DetachLoadBalancerFromSubnetsCommandInput,
    Elb.DetachLoadBalancerFromSubnetsCommandOutput
  >;
  DisableAvailabilityZonesForLoadBalancer: Operation<
    Elb.DisableAvailabilityZonesForLoadBalancerCommandInput,
    Elb.DisableAvailabilityZonesForLoadBalancerCommandOutput
  >;
  EnableAvailabilityZonesForLoadBalancer: Operation<
    Elb.EnableAvailabilityZonesForLoadBalancerCommandInput,
    Elb.EnableAvailabilityZonesForLoadBalancerCommandOutput
  >;
  ModifyLoadBalancerAttributes: Operation<
    Elb.ModifyLoadBalancerAttributesCommandInput,
    Elb.ModifyLoadBalancerAttributesCommandOutput
  >;
  RegisterInstancesWithLoadBalancer: Operation<
    Elb.RegisterInstancesWithLoadBalancerCommandInput,
    Elb.RegisterInstancesWithLoadBalancerCommandOutput
  >;
  RemoveTags: Operation<Elb.RemoveTagsCommandInput, Elb.RemoveTagsCommandOutput>;
  SetLoadBalancerListenerSSLCertificate: Operation<
    Elb.SetLoadBalancerListenerSSLCertificateCommandInput,
    Elb.SetLoadBalancerListenerSSLCertificateCommandOutput
  >;
  SetLoadBalancerPoliciesForBackendServer: Operation<
    Elb.SetLoadBalancerPoliciesForBackendServerCommandInput,
    Elb.SetLoadBalancerPoliciesForBackendServerCommandOutput
  >;
  SetLoadBalancerPoliciesOfListener: Operation<
    Elb.SetLoadBalancerPoliciesOfListenerCommandInput,
    Elb.SetLoadBalancerPoliciesOfListenerCommandOutput
  >;
}

/** The machines and the networks that a balancer stands in. */
export interface Ec2Operations {
  DescribeAvailabilityZones: Operation<
    Ec2.DescribeAvailabilityZonesCommandInput,
    Ec2.DescribeAvailabilityZonesCommandOutput
  >;
  DescribeImages: Operation<Ec2.DescribeImagesCommandInput, Ec2.DescribeImagesCommandOutput>;
  DescribeInstances: Operation<Ec2.DescribeInstancesCommandInput, Ec2.DescribeInstancesCommandOutput>;
  DescribeInstanceTypes: Operation<
    Ec2.DescribeInstanceTypesCommandInput,
    Ec2.DescribeInstanceTypesCommandOutput
  >;
  DescribeKeyPairs: Operation<Ec2.DescribeKeyPairsCommandInput, Ec2.DescribeKeyPairsCommandOutput>;
  DescribeSecurityGroups: Operation<
    Ec2.DescribeSecurityGroupsCommandInput,
    Ec2.DescribeSecurityGroupsCommandOutput
  >;
  DescribeSubnets: Operation<Ec2.DescribeSubnetsCommandInput, Ec2.DescribeSubnetsCommandOutput>;
  DescribeVpcs: Operation<Ec2.DescribeVpcsCommandInput, Ec2.DescribeVpcsCommandOutput>;
  RunInstances: Operation<Ec2.RunInstancesCommandInput, Ec2.RunInstancesCommandOutput>;
  TerminateInstances: Operation<Ec2.TerminateInstancesCommandInput, Ec2.TerminateInstancesCommandOutput>;
}

/** Where usage comes from: what AWS has measured of balancers. */
export interface CloudWatchOperations {
  GetMetricData: Operation<CloudWatch.GetMetricDataCommandInput, CloudWatch.GetMetricDataCommandOutput>;
}

/** The public parameters that name the newest images. */
export interface SsmOperations {
  GetParameters: Operation<Ssm.GetParametersCommandInput, Ssm.GetParametersCommandOutput>;
  GetParametersByPath: Operation<Ssm.GetParametersByPathCommandInput, Ssm.GetParametersByPathCommandOutput>;
}

/** Certificates of ACM, which a listener can be given. */
export interface AcmOperations {
  ListCertificates: Operation<Acm.ListCertificatesCommandInput, Acm.ListCertificatesCommandOutput>;
}

/** Certificates that were uploaded to IAM: a listener can be given these as well. */
export interface IamOperations {
  ListServerCertificates: Operation<
    Iam.ListServerCertificatesCommandInput,
    Iam.ListServerCertificatesCommandOutput
  >;
}

/** One service: `await aws.elb('DescribeTags', { LoadBalancerNames: [name] }, call)`. */
export type Service<Operations> = <Name extends keyof Operations>(
  name: Name,
  input: In<Operations[Name]>,
  call: AwsCall,
) => Promise<Out<Operations[Name]>>;

/**
 * The services of one account in one region. A service's module is loaded at its first call. Calls throw Failure and
 * nothing else: codes are told apart there, and nothing of the SDK is ever printed.
 */
export interface Aws {
  /** `us-east-1` */
  readonly region: string;
  readonly elb: Service<ElbOperations>;
  readonly ec2: Service<Ec2Operations>;
  readonly cloudwatch: Service<CloudWatchOperations>;
  readonly ssm: Service<SsmOperations>;
  readonly acm: Service<AcmOperations>;
  readonly iam: Service<IamOperations>;
}
