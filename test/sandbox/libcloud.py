"""Works on a sandbox with Apache libcloud's own Rackspace drivers, unchanged.

Arguments: where tokens are had (the identity URL with /tokens: libcloud takes an address with a path as it is), the
user name and the API key.
Prints one JSON object with what it saw; any refusal ends it with a traceback.
"""

import json
import sys
import time

# This file has the library's name: its own folder must not be looked in.
sys.path.pop(0)

from libcloud.compute.drivers.rackspace import RackspaceNodeDriver
from libcloud.loadbalancer.base import Algorithm, Member
from libcloud.loadbalancer.drivers.rackspace import (
    RackspaceAccessRule,
    RackspaceAccessRuleType,
    RackspaceConnectionThrottle,
    RackspaceHealthMonitor,
    RackspaceHTTPHealthMonitor,
    RackspaceLBDriver,
)
from libcloud.loadbalancer.types import MemberCondition, State

tokens, username, api_key = sys.argv[1:4]


def open_driver(driver, region):
    return driver(
        username, api_key, region=region, ex_force_auth_url=tokens, ex_force_auth_version='2.0'
    )


driver = open_driver(RackspaceLBDriver, 'dfw')
driver.connection.poll_interval = 0.2
seen = {}


def wait_until_running(balancer_id):
    for _ in range(100):
        balancer = driver.get_balancer(balancer_id)
        if balancer.state == State.RUNNING:
            return balancer
        time.sleep(0.2)
    raise RuntimeError('the balancer did not become active')


balancers = driver.list_balancers()
seen['balancers'] = [balancer.name for balancer in balancers]
seen['protocols'] = driver.list_protocols()
seen['ports'] = dict(driver.ex_list_protocols_with_default_ports())
seen['algorithms'] = driver.ex_list_algorithm_names()
shop = balancers[0]
seen['members'] = ['%s:%s' % (member.ip, member.port) for member in driver.balancer_list_members(shop)]
seen['behind'] = [balancer.name for balancer in driver.list_balancers(ex_member_address='10.20.0.11')]
seen['usage'] = len(driver.ex_list_current_usage(shop)['loadBalancerUsageRecords']) > 0

made = driver.create_balancer(
    name='by-libcloud',
    members=[Member(None, '10.20.0.11', 8080)],
    protocol='http',
    port=8088,
    algorithm=Algorithm.ROUND_ROBIN,
)
seen['created'] = [made.name, made.state == State.PENDING, made.ip is not None]
made = wait_until_running(made.id)

member = driver.balancer_attach_member(made, Member(None, '10.20.0.12', 8080))
wait_until_running(made.id)
seen['attached'] = len(driver.balancer_list_members(made))

member = driver.ex_balancer_update_member(made, member, condition=MemberCondition.DRAINING)
seen['draining'] = member.extra['condition'] == MemberCondition.DRAINING

driver.ex_update_balancer_no_poll(made, name='renamed-by-libcloud')
made = wait_until_running(made.id)
seen['renamed'] = made.name

made = driver.update_balancer(made, algorithm=Algorithm.WEIGHTED_ROUND_ROBIN)
seen['algorithm'] = made.extra['algorithm'] == Algorithm.WEIGHTED_ROUND_ROBIN
member = driver.ex_balancer_update_member(made, member, weight=7)
seen['weight'] = member.extra['weight']

made = driver.ex_update_balancer_health_monitor(made, RackspaceHealthMonitor('CONNECT', 10, 5, 2))
seen['monitor'] = made.extra['healthMonitor'].type
made = driver.ex_update_balancer_health_monitor(
    made, RackspaceHTTPHealthMonitor('HTTP', 10, 5, 2, '/up', '', '^200$')
)
seen['page'] = made.extra['healthMonitor'].path
made = driver.ex_disable_balancer_health_monitor(made)
seen['no monitor'] = 'healthMonitor' not in made.extra

made = driver.ex_update_balancer_connection_throttle(made, RackspaceConnectionThrottle(10, 200, 50, 60))
seen['throttle'] = made.extra['connectionThrottle'].max_connections
made = driver.ex_disable_balancer_connection_throttle(made)
seen['no throttle'] = 'connectionThrottle' not in made.extra
made = driver.ex_enable_balancer_connection_logging(made)
seen['logging'] = [made.extra['connectionLoggingEnabled']]
made = driver.ex_disable_balancer_connection_logging(made)
seen['logging'].append(made.extra['connectionLoggingEnabled'])
made = driver.ex_enable_balancer_session_persistence(made)
seen['persistence'] = made.extra['sessionPersistenceType']
made = driver.ex_disable_balancer_session_persistence(made)
seen['no persistence'] = made.extra.get('sessionPersistenceType')
made = driver.ex_update_balancer_error_page(made, '<html>Later</html>')
seen['error page'] = driver.ex_get_balancer_error_page(made)
made = driver.ex_disable_balancer_custom_error_page(made)
seen['own page'] = 'Service Unavailable' in driver.ex_get_balancer_error_page(made)


def rule(address):
    return RackspaceAccessRule(rule_type=RackspaceAccessRuleType.DENY, address=address)


one = driver.ex_create_balancer_access_rule(made, rule('192.0.2.1'))
more = driver.ex_create_balancer_access_rules(made, [rule('192.0.2.2'), rule('198.51.100.0/24')])
seen['rules'] = [each.address for each in driver.ex_balancer_access_list(made)]
made = driver.ex_destroy_balancer_access_rule(made, one)
made = driver.ex_destroy_balancer_access_rules(made, more)
seen['rules left'] = len(driver.ex_balancer_access_list(made))

seen['detached'] = driver.balancer_detach_member(made, member)
made = wait_until_running(made.id)
seen['members left'] = len(driver.balancer_list_members(made))
more = driver.ex_balancer_attach_members(
    made, [Member(None, '10.20.0.13', 8080), Member(None, '10.20.0.14', 8080)]
)
made = wait_until_running(made.id)
made = driver.ex_balancer_detach_members(made, more)
seen['detached more'] = len(made.extra['members'])

sharer = driver.ex_create_balancer(
    name='shares', members=[], port=8090, vip=made.extra['virtualIps'][0]['id']
)
inside = driver.ex_create_balancer(name='inside', members=[], port=8091, vip='SERVICENET')
seen['virtual ips'] = [sharer.ip == made.ip, inside.extra['virtualIps'][0]['type']]
wait_until_running(sharer.id)
wait_until_running(inside.id)
seen['destroyed together'] = driver.ex_destroy_balancers([sharer, inside])
seen['in ERROR'] = [balancer.name for balancer in driver.list_balancers(ex_status='ERROR')]
since = made.extra['updated'].strftime('%Y-%m-%dT%H:%M:%SZ')
seen['changed since'] = made.id in [
    balancer.id for balancer in driver.list_balancers(ex_changes_since=since)
]
seen['destroyed'] = driver.destroy_balancer(made)

compute = open_driver(RackspaceNodeDriver, 'dfw')
seen['servers'] = sorted(node.name for node in compute.list_nodes() if node.name.startswith('web-'))
seen['sizes'] = len(compute.list_sizes())
seen['images'] = len(compute.list_images())

print(json.dumps(seen))
