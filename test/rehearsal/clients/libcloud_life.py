"""A machine and an image by Apache Libcloud, which asks by GET."""

import os
import time
from urllib.parse import urlparse

import libcloud
from libcloud.compute.providers import get_driver
from libcloud.compute.types import NodeState, Provider

from steps import Steps, expect

steps = Steps("Libcloud", libcloud.__version__)
step = steps.step
endpoint = urlparse(os.environ["AWS_ENDPOINT_URL"])
ec2 = get_driver(Provider.EC2)(
    os.environ["AWS_ACCESS_KEY_ID"],
    os.environ["AWS_SECRET_ACCESS_KEY"],
    region="eu-west-1",
    host=endpoint.hostname,
    port=endpoint.port,
    secure=False,
    signature_version="4",
)
request = ec2.connection.request


def counted(*arguments, **parameters):
    steps.calls.append(((parameters.get("params") or {}).get("Action", "?"), []))
    return request(*arguments, **parameters)


ec2.connection.request = counted


def wait(read, wanted):
    for _ in range(60):
        if read() == wanted:
            return
        time.sleep(0.2)
    raise TimeoutError(f"still {read()}")


def node(image, size, group):
    place = {"ex_security_group_ids": [group], "ex_subnet": ec2.ex_list_subnets()[0]}
    made = ec2.create_node(name="libcloud", image=image, size=size, ex_keyname="libcloud", **place)
    (running, addresses), = ec2.wait_until_running([made], wait_period=0.2, timeout=60)
    expect(addresses and running.extra["tags"]["Name"] == "libcloud", running.extra)
    return running


def group():
    made = ec2.ex_create_security_group("libcloud", "by Libcloud")["group_id"]
    ec2.ex_authorize_security_group_ingress(made, 22, 22, cidr_ips=["192.0.2.0/24"])
    expect(any(found.id == made for found in ec2.ex_get_security_groups(group_ids=[made])))
    return made


def image(node):
    ec2.ex_stop_node(node)
    wait(lambda: ec2.list_nodes(ex_node_ids=[node.id])[0].state, NodeState.STOPPED)
    made = ec2.create_image(node, "libcloud", description="by Libcloud")
    wait(lambda: ec2.get_image(made.id).extra["state"], "available")
    return ec2.get_image(made.id)


def remove(image):
    ec2.delete_image(image)
    for snapshot in ec2.list_snapshots(owner="self"):
        ec2.destroy_volume_snapshot(snapshot)


def end(node, group):
    ec2.destroy_node(node)
    wait(lambda: ec2.list_nodes(ex_node_ids=[node.id])[0].state, NodeState.TERMINATED)
    ec2.ex_delete_security_group_by_id(group)
    ec2.delete_key_pair(ec2.get_key_pair("libcloud"))


step("zones", lambda: expect(len(ec2.list_locations()) == 3))
wanted = {"ex_owner": "099720109477", "ex_filters": {"name": "*noble-24.04-amd64*"}}
base = step("find the base image", lambda: ec2.list_images(**wanted)[0])
size = step("size", lambda: next(size for size in ec2.list_sizes() if size.id == "t3.micro"))
step("key pair", lambda: ec2.create_key_pair("libcloud"))
group_id = step("security group", group)
machine = step("run, wait", lambda: node(base, size, group_id))
step("volumes", lambda: expect(len(ec2.list_volumes(node=machine)) == 1))
made = step("stop, create image, wait", lambda: image(machine))
step("tag it", lambda: ec2.ex_create_tags(made, {"stage": "test"}))
step("remove the image", lambda: remove(made))
step("terminate, wait", lambda: end(machine, group_id))
steps.end()
