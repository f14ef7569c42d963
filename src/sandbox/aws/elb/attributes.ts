import type { AttributeChange } from '../../world/aws/commands.ts';
import type { Attributes } from '../../world/aws/records.ts';
import type { Params } from '../params.ts';
import { type Actions, submit } from '../service.ts';
import type { Xml } from '../xml.ts';
import { elbOf, healthCheckBody } from './balancers.ts';

/** ELB on attributes and the health check. */
export const ATTRIBUTE_ACTIONS: Actions = {
  DescribeLoadBalancerAttributes(call) {
    return { LoadBalancerAttributes: bodyOf(elbOf(call).attributes) };
  },
  ModifyLoadBalancerAttributes(call) {
    const elb = elbOf(call);
    const given = call.params.struct('LoadBalancerAttributes');
    if (!given) throw call.params.missing('LoadBalancerAttributes');
    const change = changeOf(given);
    submit(call, { type: 'aws.elb.attributes', balancer: elb.name, change });
    const body = bodyOf(elb.attributes);
    // What was changed is told, and nothing else.
    const changed = {
      CrossZoneLoadBalancing: change.crossZone === undefined ? null : body['CrossZoneLoadBalancing'],
      AccessLog: change.accessLog === undefined ? null : body['AccessLog'],
      ConnectionDraining: change.draining === undefined ? null : body['ConnectionDraining'],
      ConnectionSettings: change.idleTimeout === undefined ? null : body['ConnectionSettings'],
      AdditionalAttributes: change.additional === undefined ? null : body['AdditionalAttributes'],
    };
    return { LoadBalancerName: elb.name, LoadBalancerAttributes: changed };
  },
  ConfigureHealthCheck(call) {
    const elb = elbOf(call);
    const given = call.params.struct('HealthCheck');
    if (!given) throw call.params.missing('HealthCheck');
    const healthCheck = {
      target: given.need('Target'),
      interval: given.needWhole('Interval'),
      timeout: given.needWhole('Timeout'),
      unhealthyThreshold: given.needWhole('UnhealthyThreshold'),
      healthyThreshold: given.needWhole('HealthyThreshold'),
    };
    submit(call, { type: 'aws.elb.health-check', balancer: elb.name, healthCheck });
    return { HealthCheck: healthCheckBody(elb.healthCheck) };
  },
};

function changeOf(given: Params): AttributeChange {
  const crossZone = given.struct('CrossZoneLoadBalancing');
  const log = given.struct('AccessLog');
  const draining = given.struct('ConnectionDraining');
  const settings = given.struct('ConnectionSettings');
  const additional = given.structs('AdditionalAttributes');
  return {
    ...(crossZone ? { crossZone: needFlag(crossZone) } : {}),
    ...(draining
      ? { draining: { enabled: needFlag(draining), timeout: draining.whole('Timeout') ?? null } }
      : {}),
    ...(settings ? { idleTimeout: settings.needWhole('IdleTimeout') } : {}),
    ...(log
      ? {
          accessLog: {
            enabled: needFlag(log),
            bucket: log.text('S3BucketName') || null,
            prefix: log.text('S3BucketPrefix') || null,
            interval: log.whole('EmitInterval') ?? null,
          },
        }
      : {}),
    ...(additional.length > 0
      ? {
          additional: additional.map((each) => ({ key: each.need('Key'), value: each.text('Value') ?? '' })),
        }
      : {}),
  };
}

function needFlag(params: Params): boolean {
  const flag = params.flag('Enabled');
  if (flag === undefined) throw params.missing('Enabled');
  return flag;
}

function bodyOf(attributes: Attributes): Readonly<Record<string, Xml>> {
  const { accessLog } = attributes;
  return {
    CrossZoneLoadBalancing: { Enabled: attributes.crossZone },
    AccessLog: {
      Enabled: accessLog.enabled,
      S3BucketName: accessLog.bucket,
      EmitInterval: accessLog.enabled ? accessLog.interval : null,
      S3BucketPrefix: accessLog.prefix,
    },
    ConnectionDraining: { Enabled: attributes.draining, Timeout: attributes.drainTimeout },
    ConnectionSettings: { IdleTimeout: attributes.idleTimeout },
    AdditionalAttributes: [{ Key: 'elb.http.desyncmitigationmode', Value: attributes.desync }],
  };
}
