"""The life of an image by Ansible's modules of amazon.aws, each run in this process as Ansible runs it in one of its own."""

import contextlib
import io
import json
import runpy
import sys
from importlib.metadata import version

import botocore.endpoint
from ansible.module_utils import basic

from model import watch
from steps import Steps, expect

collections = sys.argv[1]
sys.path.insert(0, collections)
with open(f"{collections}/ansible_collections/amazon/aws/MANIFEST.json") as manifest:
    release = json.load(manifest)["collection_info"]["version"]
steps = Steps("Ansible amazon.aws", f"{release} on ansible-core {version('ansible-core')}")
watch(botocore.endpoint, steps)
step = steps.step


def task(module, **arguments):
    """Runs a task and gives its result."""
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {"region": "eu-west-1", **arguments}}).encode()
    basic._ANSIBLE_PROFILE = "legacy"
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        runpy.run_module(f"ansible_collections.amazon.aws.plugins.modules.{module}", run_name="__main__")
    result = json.loads(said.getvalue().strip().splitlines()[-1])
    expect(not result.get("failed"), result.get("msg"), (result.get("exception") or "")[-600:])
    return result


def unchanged(module, **arguments):
    """Runs a task a second time: it must find everything as it wants it."""
    expect(not task(module, **arguments)["changed"], module, "changes what is as it should be")


def base_image():
    found = task("ec2_ami_info", owners=["099720109477"], filters={"name": "*noble-24.04-amd64*"})["images"]
    return max(found, key=lambda image: image["creation_date"])["image_id"]


def subnet():
    return task("ec2_vpc_subnet_info", filters={"default-for-az": "true"})["subnets"][0]


def group(vpc):
    wanted = {
        "name": "ansible",
        "description": "by Ansible",
        "vpc_id": vpc,
        "rules": [{"proto": "tcp", "ports": [22, 80], "cidr_ip": "192.0.2.0/24", "rule_desc": "SSH"}],
        "tags": {"by": "ansible"},
    }
    made = task("ec2_security_group", **wanted)
    expect(made["changed"] and len(made["ip_permissions"]) == 2, made)
    unchanged("ec2_security_group", **wanted)
    fewer = [{"proto": "tcp", "ports": [22], "cidr_ip": "192.0.2.0/24", "rule_desc": "SSH"}]
    expect(len(task("ec2_security_group", **{**wanted, "rules": fewer})["ip_permissions"]) == 1)
    found = task("ec2_security_group_info", filters={"group-name": "ansible"})["security_groups"]
    expect([group["group_id"] for group in found] == [made["group_id"]], found)
    return made["group_id"]


def instance(image, subnet, group):
    wanted = {
        "name": "ansible",
        "image_id": image,
        "instance_type": "t3.micro",
        "key_name": "ansible",
        "vpc_subnet_id": subnet,
        "security_groups": [group],
        "metadata_options": {"http_tokens": "required"},
        "wait": True,
        "state": "running",
    }
    made = task("ec2_instance", **wanted)["instances"][0]
    expect(made["state"]["name"] == "running" and made["public_ip_address"], made)
    unchanged("ec2_instance", **wanted)
    return made["instance_id"]


def described(instance):
    attributes = ["userData", "disableApiTermination"]
    found = task("ec2_instance_info", instance_ids=[instance], include_attributes=attributes)["instances"][0]
    expect(found["network_interfaces"] and found["attributes"], found)


def stop(instance):
    task("ec2_instance", instance_ids=[instance], state="stopped", wait=True)
    unchanged("ec2_instance", instance_ids=[instance], state="stopped", wait=True)


def image(instance):
    made = task("ec2_ami", instance_id=instance, name="ansible", wait=True, tags={"by": "ansible"})["image_id"]
    share = {"launch_permissions": {"user_ids": ["111122223333"]}}
    expect(task("ec2_ami", image_id=made, **share)["changed"])
    unchanged("ec2_ami", image_id=made, **share)
    found = task("ec2_ami_info", image_ids=[made], describe_image_attributes=True)["images"][0]
    expect(found["launch_permissions"] == [{"user_id": "111122223333"}], found)
    return made


def tag(image):
    task("ec2_tag", resource=image, tags={"stage": "test"})
    expect(task("ec2_tag_info", resource=image)["tags"] == {"by": "ansible", "stage": "test"})
    task("ec2_tag", resource=image, tags={"by": "ansible"}, purge_tags=True)
    expect(task("ec2_tag_info", resource=image)["tags"] == {"by": "ansible"})


def snapshots():
    found = task("ec2_snapshot_info", owner_ids=["self"])["snapshots"]
    expect(found and all(snapshot["progress"] == "100%" for snapshot in found), found)


def end(instance, group):
    task("ec2_instance", instance_ids=[instance], state="absent", wait=True)
    task("ec2_security_group", group_id=group, state="absent")
    task("ec2_key", name="ansible", state="absent")


step("aws_caller_info", lambda: expect(task("aws_caller_info")["account"] == "123456789012"))
step("aws_region_info", lambda: expect(task("aws_region_info")["regions"]))
step("aws_az_info", lambda: expect(len(task("aws_az_info")["availability_zones"]) == 3))
step("ec2_vpc_net_info", lambda: expect(task("ec2_vpc_net_info", filters={"is-default": "true"})["vpcs"]))
base = step("ec2_ami_info", base_image)
place = step("ec2_vpc_subnet_info", subnet) or {}
step("ec2_key, ec2_key_info", lambda: (task("ec2_key", name="ansible"), task("ec2_key_info", names=["ansible"])))
group_id = step("ec2_security_group, ec2_security_group_info", lambda: group(place["vpc_id"]))
machine = step("ec2_instance: run", lambda: instance(base, place["subnet_id"], group_id))
step("ec2_instance_info", lambda: described(machine))
step("ec2_vol_info", lambda: expect(len(task("ec2_vol_info")["volumes"]) == 1))
step("ec2_instance: stop", lambda: stop(machine))
image_id = step("ec2_ami: make and share", lambda: image(machine))
step("ec2_tag, ec2_tag_info", lambda: tag(image_id))
step("ec2_snapshot_info", snapshots)
step("ec2_ami: remove", lambda: task("ec2_ami", image_id=image_id, state="absent", delete_snapshot=True))
step("ec2_instance: end", lambda: end(machine, group_id))
steps.end()
