"""The whole life of an image by the AWS CLI: its own command lines, run in one process to spare its slow start."""

import contextlib
import io
import json
import os

import awscli
from awscli.clidriver import create_clidriver

# The CLI brings a botocore of its own, and that is what this name means from here on.
import botocore.endpoint

from model import watch
from steps import Steps, expect

steps = Steps("AWS CLI", awscli.__version__)
watch(botocore.endpoint, steps)
step = steps.step
os.environ["AWS_PAGER"] = ""
driver = create_clidriver()


def aws(*words, fails=None):
    """Runs a command line and gives its answer; with `fails`, it must fail with that text."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        code = driver.main(list(words))
    if fails:
        expect(code != 0 and fails in complained.getvalue(), code, complained.getvalue())
        return None
    expect(code == 0, complained.getvalue())
    text = said.getvalue()
    return json.loads(text) if text.strip().startswith(("{", "[", '"')) else text.strip()


def ec2(*words, **options):
    # The driver keeps the region of its last command line, so each names one.
    region = () if "--region" in words else ("--region", "eu-west-1")
    return aws("ec2", *words, *region, **options)


def find_base():
    return ec2(
        *("describe-images", "--owners", "099720109477"),
        *("--filters", "Name=name,Values=ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"),
        *("--query", "sort_by(Images,&CreationDate)[-1].ImageId"),
    )


def group():
    made = ec2("create-security-group", "--group-name", "cli", "--description", "by the CLI")["GroupId"]
    rule = ("--group-id", made, "--protocol", "tcp", "--port", "22", "--cidr", "192.0.2.1/24")
    ec2("authorize-security-group-ingress", *rule)
    ec2("authorize-security-group-ingress", *rule, fails="InvalidPermission.Duplicate")
    found = ec2("describe-security-groups", "--group-ids", made)["SecurityGroups"][0]
    expect(found["IpPermissions"][0]["IpRanges"] == [{"CidrIp": "192.0.2.0/24"}], found)
    rules = ec2("describe-security-group-rules", "--filters", f"Name=group-id,Values={made}")["SecurityGroupRules"]
    expect(sorted(rule["IsEgress"] for rule in rules) == [False, True], rules)
    return made


def run(image, group):
    request = ("run-instances", "--image-id", image, "--instance-type", "t3.micro", "--key-name", "cli")
    tags = ("--tag-specifications", "ResourceType=instance,Tags=[{Key=Name,Value=cli}]")
    ec2(*request, "--dry-run", fails="DryRunOperation")
    made = ec2(*request, "--security-group-ids", group, "--count", "2", *tags)["Instances"]
    first, second = [instance["InstanceId"] for instance in made]
    ec2("wait", "instance-running", "--instance-ids", first, second)
    ec2("wait", "instance-status-ok", "--instance-ids", first)
    ec2("terminate-instances", "--instance-ids", second)
    named = ec2("describe-instances", "--filters", "Name=tag:Name,Values=cli", "--max-items", "1")
    expect(named["Reservations"][0]["Instances"][0]["NetworkInterfaces"], named)
    return first


def stop(instance):
    ec2("stop-instances", "--instance-ids", instance)
    ec2("wait", "instance-stopped", "--instance-ids", instance)
    kept = ec2("describe-instance-attribute", "--instance-id", instance, "--attribute", "instanceType")
    expect(kept["InstanceType"]["Value"] == "t3.micro", kept)


def image(instance):
    made = ec2("create-image", "--instance-id", instance, "--name", "cli", "--query", "ImageId")
    ec2("wait", "image-available", "--image-ids", made)
    snapshot = ec2(
        *("describe-images", "--image-ids", made),
        *("--query", "Images[0].BlockDeviceMappings[0].Ebs.SnapshotId"),
    )
    ec2("wait", "snapshot-completed", "--snapshot-ids", snapshot)
    return made, snapshot


def copy(image):
    there = ("--region", "us-east-1")
    made = ec2(
        *("copy-image", "--name", "cli copy", "--source-image-id", image, "--source-region", "eu-west-1"),
        *(*there, "--query", "ImageId"),
    )
    ec2("wait", "image-available", "--image-ids", made, *there)
    ec2("deregister-image", "--image-id", made, *there)
    snapshots = ec2("describe-snapshots", "--owner-ids", "self", "--query", "Snapshots[].SnapshotId", *there)
    for snapshot in snapshots:
        ec2("delete-snapshot", "--snapshot-id", snapshot, *there)


def tag(image):
    ec2("create-tags", "--resources", image, "--tags", "Key=stage,Value=test")
    ec2("create-tags", "--resources", image, "--tags", f"Key=long,Value={'x' * 257}", fails="InvalidParameterValue")
    found = ec2("describe-tags", "--filters", f"Name=resource-id,Values={image}")["Tags"]
    expect([(entry["Key"], entry["Value"]) for entry in found] == [("stage", "test")], found)


def remove(image, snapshot):
    ec2("delete-snapshot", "--snapshot-id", snapshot, fails="InvalidSnapshot.InUse")
    ec2("deregister-image", "--image-id", image)
    ec2("delete-snapshot", "--snapshot-id", snapshot)
    ec2("describe-images", "--image-ids", image, fails="InvalidAMIID.NotFound")


def end(instance, group):
    ec2("terminate-instances", "--instance-ids", instance)
    ec2("wait", "instance-terminated", "--instance-ids", instance)
    ec2("delete-security-group", "--group-id", group)
    ec2("delete-key-pair", "--key-name", "cli")


def types():
    found = ec2("describe-instance-types", "--filters", "Name=instance-type,Values=t4g.*")["InstanceTypes"]
    expect(found and all(entry["InstanceType"].startswith("t4g.") for entry in found), found)
    ec2("describe-instance-types", "--filters", "Name=colour,Values=red", fails="InvalidParameterValue")


step("who am I", lambda: expect(aws("sts", "get-caller-identity")["Account"] == "123456789012"))
step("regions and zones", lambda: (ec2("describe-regions"), ec2("describe-availability-zones")))
step("instance types", types)
base = step("find the base image", find_base)
step("key pair", lambda: expect("PRIVATE KEY" in ec2("create-key-pair", "--key-name", "cli")["KeyMaterial"]))
group_id = step("security group", group)
instance = step("run two, wait, end one", lambda: run(base, group_id))
step("stop, wait", lambda: stop(instance))
image_id, snapshot = step("create image, wait", lambda: image(instance)) or (None, None)
step("copy it, wait, remove the copy", lambda: copy(image_id))
step("tag it", lambda: tag(image_id))
step("remove the image", lambda: remove(image_id, snapshot))
step("terminate, wait", lambda: end(instance, group_id))
steps.end()
