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
from libcloud.loadbalancer.drivers.rackspace import RackspaceHealthMonitor, RackspaceLBDriver
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

made = driver.ex_update_balancer_health_monitor(made, RackspaceHealthMonitor('CONNECT', 10, 5, 2))
seen['monitor'] = made.extra['healthMonitor'].type

seen['detached'] = driver.balancer_detach_member(made, member)
made = wait_until_running(made.id)
seen['members left'] = len(driver.balancer_list_members(made))
seen['destroyed'] = driver.destroy_balancer(made)

compute = open_driver(RackspaceNodeDriver, 'dfw')
seen['servers'] = sorted(node.name for node in compute.list_nodes() if node.name.startswith('web-'))
seen['sizes'] = len(compute.list_sizes())
seen['images'] = len(compute.list_images())

print(json.dumps(seen))
