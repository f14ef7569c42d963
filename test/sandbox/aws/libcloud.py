"""Works on a sandbox with Apache libcloud's own driver of Classic balancers, call by call, unchanged.

Arguments: the port, the access key, the secret key, the region and an instance's id. The driver knows AWS's host names
only, so its connection is pointed at the sandbox; what it sends and how it signs is its own.
Prints one JSON object with what it saw; any refusal ends it with a traceback.
"""

import json
import sys

# This file has the library's name: its own folder must not be looked in.
sys.path.pop(0)

from libcloud.compute.base import Node
from libcloud.loadbalancer.drivers.elb import ElasticLBDriver

port, access_key, secret_key, region, instance = sys.argv[1:6]
seen = {}

driver = ElasticLBDriver(access_key, secret_key, region)
driver.connection.secure = False
driver.connection.host = '127.0.0.1'
driver.connection.port = int(port)
driver.connection.request_path = ''
driver.connection.connect()

seen['protocols'] = driver.list_protocols()
balancers = driver.list_balancers(ex_fetch_tags=True)
seen['balancers'] = [balancer.name for balancer in balancers]
web = driver.get_balancer('web-classic', ex_fetch_tags=True)
seen['tags'] = web.extra['tags']
seen['members'] = len(driver.balancer_list_members(web))

made = driver.create_balancer('by-libcloud', 80, 'http', None, [], ['a', 'b'])
# The driver does not look for the DNS name where the answer has it; listing finds it.
seen['created'] = [made.name, driver.get_balancer('by-libcloud').ip.startswith('by-libcloud-')]

driver.balancer_attach_compute_node(made, Node(instance, 'spare', None, [], [], None))
seen['attached'] = [member.id for member in driver.get_balancer('by-libcloud')._members]
member = driver.balancer_list_members(made)[0]
seen['detached'] = driver.balancer_detach_member(made, member)
seen['left'] = len(driver.get_balancer('by-libcloud')._members)

seen['types'] = driver.ex_list_balancer_policy_types()
made_policy = driver.ex_create_balancer_policy(
    'by-libcloud', 'sticky', 'LBCookieStickinessPolicyType'
)
seen['policy created'] = made_policy
seen['policies'] = driver.ex_list_balancer_policies(made)
seen['set'] = driver.ex_set_balancer_policies_listener('by-libcloud', 80, ['sticky'])
seen['unset'] = driver.ex_set_balancer_policies_listener('by-libcloud', 80, [])
seen['backend'] = driver.ex_set_balancer_policies_backend_server(
    'tcp-ingest', 5140, ['proxy-header']
)
seen['policy deleted'] = driver.ex_delete_balancer_policy('by-libcloud', 'sticky')
# This one never sends anything, on AWS neither.
seen['listeners'] = driver.ex_create_balancer_listeners('by-libcloud', [[1024, 65533, 'HTTPS', 'arn']])
seen['destroyed'] = driver.destroy_balancer(made)
seen['after'] = [balancer.name for balancer in driver.list_balancers()]

print(json.dumps(seen))
