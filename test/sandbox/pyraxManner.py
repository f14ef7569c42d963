"""Works on a sandbox as pyrax's load balancer module does: its requests, and what it takes for granted in the answers.

pyrax itself wants a Python that is gone. Arguments: the identity URL, the user name and the API key; on stdin a JSON
object with a certificate and its private key.
Prints one JSON object with what it saw; anything that pyrax would trip over ends it with a traceback.
"""

import json
import sys
import time
import urllib.error
import urllib.request

identity, username, api_key = sys.argv[1:4]
pem = json.load(sys.stdin)
seen = {}


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__('%s %s' % (status, body))
        self.status = status


def request(method, url, body=None, token=None):
    """pyrax's own: JSON both ways, an empty body is None, 400 and above is an exception."""
    headers = {'Accept': 'application/json', 'User-Agent': 'pyrax/1.10.0'}
    if body is not None:
        headers['Content-Type'] = 'application/json'
    if token is not None:
        headers['X-Auth-Token'] = token
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, data=data, headers=headers, method=method)
        ) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        raise Refused(error.code, error.read().decode())
    return json.loads(text) if text else None


class Node:
    """Takes exactly these fields: another one in an answer is a TypeError."""

    def __init__(
        self, address=None, port=None, condition=None, weight=None, status=None, parent=None, type=None, id=None
    ):
        if not all((address, port)):
            raise ValueError('a node without address and port')
        self.address, self.port, self.type, self.id = address, port, type, id
        self.condition = condition or 'ENABLED'
        self.weight = 1 if weight is None else weight
        self.status, self.parent = status, parent

    def to_dict(self):
        names = ('address', 'port', 'condition', 'type', 'id')
        return {name: getattr(self, name) for name in names}


class VirtualIP:
    """The same."""

    def __init__(self, type=None, address=None, ipVersion=None, id=None, parent=None):
        self.type, self.ip_version = type or 'PUBLIC', ipVersion or 'IPV4'
        self.address, self.id, self.parent = address, id, parent
        if self.type not in ('PUBLIC', 'SERVICENET') or self.ip_version not in ('IPV4', 'IPV6'):
            raise ValueError('%s %s' % (self.type, self.ip_version))

    def to_dict(self):
        if self.id:
            return {'id': self.id}
        return {'type': self.type, 'ipVersion': self.ip_version}


class LoadBalancer:
    """Every key of an answer becomes an attribute."""

    def __init__(self, info):
        self.absorb(info)

    def absorb(self, info):
        for key, value in info.items():
            if key == 'nodes':
                value = [Node(parent=self, **node) for node in value]
            elif key == 'sessionPersistence':
                key, value = 'persistence_told', value['persistenceType']
            elif key == 'cluster':
                value = value['name']
            elif key == 'virtualIps':
                key, value = 'virtual_ips', [VirtualIP(parent=self, **vip) for vip in value]
            setattr(self, key, value)

    @property
    def uri(self):
        return '/loadbalancers/%s' % self.id

    def reload(self):
        self.absorb(call('GET', self.uri)['loadBalancer'])

    def wait(self):
        for _ in range(200):
            self.reload()
            if self.status == 'ACTIVE':
                return self
            time.sleep(0.1)
        raise RuntimeError('%s is still %s' % (self.name, self.status))

    def change(self, method, path, body=None):
        """A change, and pyrax's utils.wait_until for the status."""
        answer = call(method, self.uri + path, body)
        self.wait()
        return answer

    def get(self, path):
        return call('GET', self.uri + path)


access = request(
    'POST',
    '%s/tokens' % identity,
    {'auth': {'RAX-KSKEY:apiKeyCredentials': {'username': username, 'apiKey': api_key}}},
)['access']
token = access['token']['id']
seen['signed in'] = [
    access['user']['name'] == username,
    access['user']['RAX-AUTH:defaultRegion'],
    access['token']['tenant']['name'] == access['token']['tenant']['id'],
]


def base_of(name):
    (service,) = [entry for entry in access['serviceCatalog'] if entry['name'] == name]
    (endpoint,) = [point for point in service['endpoints'] if point['region'] == 'DFW']
    return endpoint['publicURL']


BASE = base_of('cloudLoadBalancers')


def call(method, path, body=None):
    return request(method, BASE + path, body, token)


# What there is to choose from.
seen['algorithms'] = [each['name'] for each in call('GET', '/loadbalancers/algorithms')['algorithms']]
seen['protocols'] = [each['name'] for each in call('GET', '/loadbalancers/protocols')['protocols']]
seen['domains'] = len(
    [each['allowedDomain']['name'] for each in call('GET', '/loadbalancers/alloweddomains')['allowedDomains']]
)

# Rows of the list have no nodes: pyrax reads a balancer again when somebody asks for them.
rows = [LoadBalancer(row) for row in call('GET', '/loadbalancers')['loadBalancers']]
seen['rows have nodes'] = any(hasattr(row, 'nodes') for row in rows)
seen['second page'] = [
    LoadBalancer(row).id == rows[1].id
    for row in call('GET', '/loadbalancers?limit=1&marker=%s' % rows[1].id)['loadBalancers']
]
for row in rows:
    row.reload()
shop = rows[0]
servers = request('GET', base_of('cloudServersOpenStack') + '/servers/detail', token=token)['servers']
seen['devices'] = [
    [
        server['name']
        for server in servers
        if node.address in [each['addr'] for each in server['addresses'].get('private', [])]
    ]
    for node in shop.nodes
]

# Creation names every field, as null where nothing was given.
body = {
    'name': 'by-pyrax',
    'port': 8089,
    'protocol': 'HTTP',
    'nodes': [Node('10.20.0.11', 8080).to_dict(), Node('10.20.0.12', 8080, 'DISABLED').to_dict()],
    'virtualIps': [VirtualIP('PUBLIC').to_dict()],
    'algorithm': 'RANDOM',
}
for name in (
    'halfClosed accessList connectionLogging connectionThrottle healthMonitor metadata timeout sessionPersistence'
    ' httpsRedirect'
).split():
    body[name] = None
made = LoadBalancer(call('POST', '/loadbalancers', {'loadBalancer': body})['loadBalancer'])
seen['created'] = [made.name, made.status, [vip.ip_version for vip in made.virtual_ips]]
made.wait()
made.change('PUT', '', {'loadBalancer': {'name': 'renamed-by-pyrax', 'timeout': 60}})
seen['updated'] = [made.name, made.timeout]

# Nodes.
added = made.change('POST', '/nodes', {'nodes': [Node('10.20.0.13', 8080).to_dict()]})
seen['added'] = [Node(**node).address for node in added['nodes']]
(node,) = [each for each in made.nodes if each.address == '10.20.0.13']
seen['update says'] = made.change('PUT', '/nodes/%s' % node.id, {'node': {'condition': 'DRAINING'}})
seen['conditions'] = sorted(each.condition for each in made.nodes)
made.change('DELETE', '/nodes/%s' % node.id)
seen['nodes left'] = len(made.nodes)
node = made.nodes[0]

# Virtual IPs: the answer to an addition is bare.
vip = VirtualIP(**made.change('POST', '/virtualips', VirtualIP('PUBLIC', ipVersion='IPV6').to_dict()))
seen['virtual ips'] = len(made.virtual_ips)
made.change('DELETE', '/virtualips/%s' % vip.id)
seen['virtual ips left'] = len(made.virtual_ips)

# Access list.
made.change(
    'POST',
    '/accesslist',
    {'accessList': [{'address': '192.0.2.%s' % n, 'type': 'DENY'} for n in (1, 2, 3)]},
)
ids = [item['id'] for item in made.get('/accesslist').get('accessList')]
made.change('DELETE', '/accesslist?' + '&'.join('id=%s' % each for each in ids[:2]))
seen['rules'] = [item['address'] for item in made.get('/accesslist').get('accessList')]
made.change('DELETE', '/accesslist')
seen['rules left'] = made.get('/accesslist').get('accessList')

# Monitor, throttle, persistence, logging, caching, error page.
seen['no monitor'] = made.get('/healthmonitor').get('healthMonitor', {})
monitor = {
    'type': 'HTTP',
    'delay': 10,
    'timeout': 10,
    'attemptsBeforeDeactivation': 3,
    'path': '/',
    'statusRegex': '^200$',
    'bodyRegex': '.*',
}
made.change('PUT', '/healthmonitor', {'healthMonitor': monitor})
seen['monitor'] = made.get('/healthmonitor').get('healthMonitor', {}) == monitor
made.change('DELETE', '/healthmonitor')
seen['no throttle'] = made.get('/connectionthrottle').get('connectionThrottle', {})
throttle = {'maxConnectionRate': 50, 'maxConnections': 200, 'minConnections': 10, 'rateInterval': 60}
made.change('PUT', '/connectionthrottle', {'connectionThrottle': throttle})
made.change('PUT', '/connectionthrottle', {'connectionThrottle': {'maxConnections': 300}})
seen['throttle'] = made.get('/connectionthrottle').get('connectionThrottle', {})['maxConnections']
made.change('DELETE', '/connectionthrottle')
seen['no persistence'] = made.get('/sessionpersistence')['sessionPersistence'].get('persistenceType', '')
made.change('PUT', '/sessionpersistence', {'sessionPersistence': {'persistenceType': 'HTTP_COOKIE'}})
seen['persistence'] = made.persistence_told
made.change('DELETE', '/sessionpersistence')
for path, key in (('/connectionlogging', 'connectionLogging'), ('/contentcaching', 'contentCaching')):
    made.change('PUT', path, {key: {'enabled': 'true'}})
    seen[key] = made.get(path).get(key, {}).get('enabled', False)
made.change('PUT', '/errorpage', {'errorpage': {'content': '<html>Later</html>'}})
seen['error page'] = made.get('/errorpage')
made.change('DELETE', '/errorpage')

# SSL termination: none is a 404.
try:
    made.get('/ssltermination')
except Refused as refused:
    seen['no ssl'] = refused.status
ssl = {
    'certificate': pem['certificate'],
    'enabled': True,
    'secureTrafficOnly': False,
    'privatekey': pem['key'],
    'intermediateCertificate': None,
    'securePort': 8443,
}
made.change('PUT', '/ssltermination', {'sslTermination': ssl})
told = made.get('/ssltermination').get('sslTermination', {})
switches = {name: told[name] for name in ('enabled', 'secureTrafficOnly', 'securePort')}
made.change('PUT', '/ssltermination', {'sslTermination': {**switches, 'secureTrafficOnly': True}})
seen['ssl'] = made.sslTermination
mappings = '/ssltermination/certificatemappings'
mapping = {'hostName': 'shop.example', 'privateKey': pem['key'], 'certificate': pem['certificate']}
made.change('POST', mappings, {'certificateMapping': mapping})
(listed,) = made.get(mappings).get('certificateMappings', {})
mapping_uri = '%s/%s' % (mappings, listed['certificateMapping']['id'])
seen['mapping'] = made.get(mapping_uri).get('certificateMapping', {})['hostName']
made.change('DELETE', mapping_uri)
made.change('DELETE', '/ssltermination')

# Metadata of the balancer and of a node: set takes away what is there, and asks for the ids first.
for of, path in (('balancer', '/metadata'), ('node', '/nodes/%s/metadata' % node.id)):
    for values in ({'team': 'checkout', 'tier': 'web'}, {'team': 'search'}):
        there = made.get(path).get('metadata', [])
        if there:
            call('DELETE', made.uri + path + '?' + '&'.join('id=%s' % item['id'] for item in there))
        call('POST', made.uri + path, {'metadata': [{'key': k, 'value': v} for k, v in values.items()]})
    (item,) = made.get(path)['metadata']
    call('PUT', '%s%s/%s' % (made.uri, path, item['id']), {'meta': {'value': 'search-2'}})
    seen['metadata of the %s' % of] = {each['key']: each['value'] for each in made.get(path)['metadata']}

# Usage: times without a zone, as pyrax writes them.
month = 'startTime=2000-01-01T00:00:00&endTime=2100-01-01'
seen['usage'] = [
    len(call('GET', '/loadbalancers/%s/usage?%s' % (shop.id, month))['loadBalancerUsageRecords']) > 0,
    len(call('GET', '/loadbalancers/usage')['loadBalancerUsages']) > 0,
]
seen['stats'] = sorted(call('GET', '/loadbalancers/%s/stats' % shop.id))
seen['deleted'] = call('DELETE', made.uri)
print(json.dumps(seen))
