import type { Answer, Seen } from '../kit/scriptedServer.ts';

/** An EC2 instance of the fake. */
export interface FakeInstance {
  readonly id: string;
  readonly name?: string;
  readonly ip: string;
  readonly zone?: string;
  readonly vpc?: string;
  readonly group?: string;
  state?: string;
}

/** A balancer of the fake. */
export interface FakeBalancer {
  readonly name: string;
  registered: string[];
  /** Ids that are draining. */
  readonly draining: Set<string>;
  /** `State|ReasonCode|Description` by id; in service where nothing is said. */
  readonly health: Map<string, string>;
  tags: Record<string, string>;
  /** Seconds; null while connection draining is off. */
  drain: number | null;
  readonly created: string;
  readonly listeners: readonly (readonly [protocol: string, port: number, instancePort: number])[];
}

const NOT_REGISTERED = 'OutOfService|N/A|Instance is not currently registered with the LoadBalancer.';
const DRAINING = 'InService|N/A|Instance deregistration currently in progress.';

/** Enough of AWS for the core of the provider: Classic balancers and instances, in the query protocol. */
export class FakeAws {
  readonly balancers = new Map<string, FakeBalancer>();
  readonly instances = new Map<string, FakeInstance>();
  /** What was asked, in order: `DescribeTags`. */
  readonly actions: string[] = [];
  readonly bodies: URLSearchParams[] = [];
  /** Answers instead of the fake where it gives one; called before the fake acts. */
  instead: (action: string, params: URLSearchParams) => Answer | null = () => null;
  /** Called when the fake has acted and before it answers: what it gives is answered instead. */
  after: (action: string, params: URLSearchParams) => Answer | null = () => null;

  balancer(name: string, registered: string[], more: Partial<FakeBalancer> = {}): FakeBalancer {
    const balancer: FakeBalancer = {
      name,
      registered,
      draining: new Set(),
      health: new Map(),
      tags: {},
      drain: 300,
      created: '2024-05-01T10:00:00.120Z',
      listeners: [['HTTP', 80, 8080]],
      ...more,
    };
    this.balancers.set(name, balancer);
    for (const id of registered) this.instance(id);
    return balancer;
  }

  instance(id: string, more: Partial<FakeInstance> = {}): FakeInstance {
    const instance = { id, ip: `10.0.0.${this.instances.size + 11}`, ...this.instances.get(id), ...more };
    this.instances.set(id, instance);
    return instance;
  }

  readonly answer = (seen: Seen): Answer => {
    const params = new URLSearchParams(seen.body);
    const action = params.get('Action') ?? '';
    this.actions.push(action);
    this.bodies.push(params);
    return this.instead(action, params) ?? this.#both(action, params);
  };

  #both(action: string, params: URLSearchParams): Answer {
    const answer = this.#act(action, params);
    return this.after(action, params) ?? answer;
  }

  #act(action: string, params: URLSearchParams): Answer {
    if (action === 'DescribeInstances') return this.#describeInstances(params);
    if (action === 'DescribeLoadBalancers') return this.#list(params);
    const name = params.get('LoadBalancerName') ?? params.get('LoadBalancerNames.member.1') ?? '';
    const balancer = this.balancers.get(name);
    if (action === 'DeleteLoadBalancer') {
      this.balancers.delete(name);
      return result(action, '');
    }
    if (!balancer) return refusal('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${name}'`);
    const ids = members(params, 'Instances', '.InstanceId');
    switch (action) {
      case 'DescribeInstanceHealth':
        return this.#health(balancer, ids);
      case 'DescribeLoadBalancerAttributes':
        return result(action, attributes(balancer));
      case 'DescribeTags':
        return result(
          action,
          `<TagDescriptions><member><LoadBalancerName>${name}</LoadBalancerName><Tags>${Object.entries(
            balancer.tags,
          )
            .map(([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`)
            .join('')}</Tags></member></TagDescriptions>`,
        );
      case 'AddTags':
        for (let n = 1; params.has(`Tags.member.${n}.Key`); n++)
          balancer.tags[params.get(`Tags.member.${n}.Key`) ?? ''] =
            params.get(`Tags.member.${n}.Value`) ?? '';
        return result(action, '');
      case 'RemoveTags':
        for (const key of members(params, 'Tags', '.Key')) delete balancer.tags[key];
        return result(action, '');
      case 'RegisterInstancesWithLoadBalancer':
        return this.#register(balancer, ids);
      case 'DeregisterInstancesFromLoadBalancer':
        for (const id of ids.filter((each) => balancer.registered.includes(each)))
          if (balancer.drain !== null) balancer.draining.add(id);
        balancer.registered = balancer.registered.filter((id) => !ids.includes(id));
        return result(action, instanceList(balancer.registered));
      default:
        return refusal('InvalidAction', `Could not find operation ${action}`);
    }
  }

  #register(balancer: FakeBalancer, ids: readonly string[]): Answer {
    for (const id of ids)
      if ((this.instances.get(id)?.state ?? 'running') !== 'running' || !this.instances.has(id))
        return refusal('InvalidInstance', `EC2 instance ${id} is not in a state to be registered`);
    for (const id of ids) balancer.draining.delete(id);
    balancer.registered = [...new Set([...balancer.registered, ...ids])];
    return result('RegisterInstancesWithLoadBalancer', instanceList(balancer.registered));
  }

  #health(balancer: FakeBalancer, ids: readonly string[]): Answer {
    const unknown = ids.find((id) => !this.instances.has(id));
    if (unknown) return refusal('InvalidInstance', `Could not find EC2 instance ${unknown}.`);
    const rows = (ids.length > 0 ? ids : balancer.registered).map((id) => {
      const known = balancer.registered.includes(id)
        ? (balancer.health.get(id) ?? 'InService|N/A|N/A')
        : balancer.draining.has(id)
          ? DRAINING
          : NOT_REGISTERED;
      const [state, reason, description] = known.split('|');
      return `<member><InstanceId>${id}</InstanceId><State>${state}</State><ReasonCode>${reason}</ReasonCode><Description>${description}</Description></member>`;
    });
    return result('DescribeInstanceHealth', `<InstanceStates>${rows.join('')}</InstanceStates>`);
  }

  #list(params: URLSearchParams): Answer {
    const names = members(params, 'LoadBalancerNames', '');
    const missing = names.find((name) => !this.balancers.has(name));
    if (missing)
      return refusal('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${missing}'`);
    const size = Number(params.get('PageSize') ?? 400);
    const from = Number(params.get('Marker') ?? 0);
    const all = [...this.balancers.values()].filter(({ name }) => names.length === 0 || names.includes(name));
    const next = from + size < all.length ? `<NextMarker>${from + size}</NextMarker>` : '';
    const rows = all
      .slice(from, from + size)
      .map(description)
      .join('');
    return result(
      'DescribeLoadBalancers',
      `<LoadBalancerDescriptions>${rows}</LoadBalancerDescriptions>${next}`,
    );
  }

  #describeInstances(params: URLSearchParams): Answer {
    const filters = new Map<string, string[]>();
    for (let n = 1; params.has(`Filter.${n}.Name`); n++) {
      const values: string[] = [];
      for (let v = 1; params.has(`Filter.${n}.Value.${v}`); v++)
        values.push(params.get(`Filter.${n}.Value.${v}`) ?? '');
      filters.set(params.get(`Filter.${n}.Name`) ?? '', values);
    }
    const passes = (name: string, value: string) => filters.get(name)?.includes(value) ?? true;
    const rows = [...this.instances.values()]
      .filter(
        ({ id, ip, vpc = 'vpc-1', state = 'running' }) =>
          passes('instance-id', id) &&
          passes('private-ip-address', ip) &&
          passes('vpc-id', vpc) &&
          passes('instance-state-name', state),
      )
      .map(instanceXml);
    return {
      text: `<DescribeInstancesResponse><requestId>ec2-1</requestId><reservationSet><item><instancesSet>${rows.join('')}</instancesSet></item></reservationSet></DescribeInstancesResponse>`,
      headers: { 'content-type': 'text/xml' },
    };
  }
}

/** A refusal in the form of Classic ELB. */
export function refusal(code: string, message: string, status = 400): Answer {
  return {
    status,
    text: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>bad-1</RequestId></ErrorResponse>`,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'bad-1' },
  };
}

/** A refusal in the form of EC2. */
export function ec2Refusal(code: string, message: string, status = 403): Answer {
  return {
    status,
    text: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>ec2-bad</RequestID></Response>`,
  };
}

/** An answer of Classic ELB. */
export function result(action: string, inner: string): Answer {
  return {
    text: `<${action}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>ok-1</RequestId></ResponseMetadata></${action}Response>`,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'ok-1' },
  };
}

function members(params: URLSearchParams, list: string, member: string): string[] {
  const found: string[] = [];
  for (let n = 1; params.has(`${list}.member.${n}${member}`); n++)
    found.push(params.get(`${list}.member.${n}${member}`) ?? '');
  return found;
}

function instanceList(ids: readonly string[]): string {
  return `<Instances>${ids.map((id) => `<member><InstanceId>${id}</InstanceId></member>`).join('')}</Instances>`;
}

function description({ name, registered, listeners, created }: FakeBalancer): string {
  const rows = listeners.map(
    ([protocol, port, instancePort]) =>
      `<member><Listener><Protocol>${protocol}</Protocol><LoadBalancerPort>${port}</LoadBalancerPort><InstanceProtocol>${protocol}</InstanceProtocol><InstancePort>${instancePort}</InstancePort></Listener><PolicyNames/></member>`,
  );
  return `<member><LoadBalancerName>${name}</LoadBalancerName><DNSName>${name}-123.us-east-1.elb.amazonaws.com</DNSName><Scheme>internet-facing</Scheme><VPCId>vpc-1</VPCId><CreatedTime>${created}</CreatedTime><ListenerDescriptions>${rows.join('')}</ListenerDescriptions>${instanceList(registered)}</member>`;
}

function attributes({ drain }: FakeBalancer): string {
  return `<LoadBalancerAttributes><ConnectionDraining><Enabled>${drain !== null}</Enabled>${drain === null ? '' : `<Timeout>${drain}</Timeout>`}</ConnectionDraining><ConnectionSettings><IdleTimeout>60</IdleTimeout></ConnectionSettings></LoadBalancerAttributes>`;
}

function instanceXml({
  id,
  name,
  ip,
  zone = 'us-east-1a',
  vpc = 'vpc-1',
  state = 'running',
  group,
}: FakeInstance): string {
  const tags = [
    ...(name === undefined ? [] : [['Name', name]]),
    ...(group === undefined ? [] : [['aws:autoscaling:groupName', group]]),
  ].map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`);
  return `<item><instanceId>${id}</instanceId><instanceType>t3.micro</instanceType><instanceState><name>${state}</name></instanceState><placement><availabilityZone>${zone}</availabilityZone></placement><vpcId>${vpc}</vpcId><privateIpAddress>${ip}</privateIpAddress><tagSet>${tags.join('')}</tagSet></item>`;
}
