"""The whole life of an image by boto3, waiters and pages included."""

import boto3
import botocore.endpoint
from botocore.exceptions import ClientError

from model import watch
from steps import Steps, expect

steps = Steps("boto3", boto3.__version__)
watch(botocore.endpoint, steps)
step = steps.step
home, abroad = "eu-west-1", "us-east-1"
ec2 = boto3.client("ec2", region_name=home)
elsewhere = boto3.client("ec2", region_name=abroad)
iam = boto3.client("iam", region_name=abroad)
soon = {"Delay": 1, "MaxAttempts": 60}


def tags(kind, **values):
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in values.items()]}]


def code_of(act, *arguments, **parameters):
    try:
        act(*arguments, **parameters)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    return None


def whoami():
    expect(boto3.client("sts", region_name=home).get_caller_identity()["Account"] == "123456789012")


def places():
    regions = [region["RegionName"] for region in ec2.describe_regions()["Regions"]]
    expect(home in regions and abroad in regions, regions)
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    expect([zone["ZoneName"] for zone in zones] == [f"{home}{letter}" for letter in "abc"], zones)
    expect(all(zone["State"] == "available" and zone["ZoneId"] for zone in zones), zones)


def find_base():
    found = ec2.describe_images(
        Owners=["099720109477"],
        Filters=[
            {"Name": "name", "Values": ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]},
            {"Name": "state", "Values": ["available"]},
        ],
    )["Images"]
    newest = max(found, key=lambda image: image["CreationDate"])
    expect(newest["BootMode"] and newest["BlockDeviceMappings"][0]["Ebs"]["VolumeSize"], newest)
    ec2.get_waiter("image_exists").wait(ImageIds=[newest["ImageId"]])
    return newest


def types():
    offered = ec2.get_paginator("describe_instance_types").paginate(
        Filters=[
            {"Name": "processor-info.supported-architecture", "Values": ["arm64"]},
            {"Name": "bare-metal", "Values": ["false"]},
        ],
    )
    arm = [found for page in offered for found in page["InstanceTypes"]]
    expect(arm and all("arm64" in found["ProcessorInfo"]["SupportedArchitectures"] for found in arm), len(arm))
    small = ec2.describe_instance_types(InstanceTypes=["t3.micro"])["InstanceTypes"][0]
    expect(small["MemoryInfo"]["SizeInMiB"] == 1024 and small["VCpuInfo"]["DefaultVCpus"] == 2, small)
    zones = ec2.describe_instance_type_offerings(
        LocationType="availability-zone", Filters=[{"Name": "instance-type", "Values": ["t3.micro"]}]
    )["InstanceTypeOfferings"]
    expect(len(zones) == 3, zones)


def network():
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]
    ec2.get_waiter("vpc_available").wait(VpcIds=[vpc["VpcId"]])
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
    ec2.get_waiter("subnet_available").wait(SubnetIds=[subnets[0]["SubnetId"]])
    expect(len(subnets) == 3, subnets)
    return vpc["VpcId"], subnets[0]["SubnetId"]


def key_pair():
    made = ec2.create_key_pair(KeyName="boto", KeyType="ed25519", TagSpecifications=tags("key-pair", by="boto"))
    expect("OPENSSH PRIVATE KEY" in made["KeyMaterial"])
    ec2.get_waiter("key_pair_exists").wait(KeyNames=["boto"])
    found = ec2.describe_key_pairs(KeyPairIds=[made["KeyPairId"]], IncludePublicKey=True)["KeyPairs"][0]
    expect(found["PublicKey"].startswith("ssh-ed25519 ") and found["CreateTime"], found)
    return made["KeyName"]


def group(vpc):
    made = ec2.create_security_group(GroupName="boto", Description="by boto3", VpcId=vpc)["GroupId"]
    ec2.get_waiter("security_group_exists").wait(GroupIds=[made])
    ranges = [{"CidrIp": "192.0.2.0/24", "Description": "SSH"}]
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": ranges}
    allowed = ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[rule])
    expect(allowed["Return"] and allowed["SecurityGroupRules"][0]["SecurityGroupRuleId"].startswith("sgr-"), allowed)
    again = code_of(ec2.authorize_security_group_ingress, GroupId=made, IpPermissions=[rule])
    expect(again == ("InvalidPermission.Duplicate", 400), again)
    described = ec2.describe_security_groups(GroupIds=[made])["SecurityGroups"][0]
    expect(described["IpPermissions"][0]["IpRanges"] == rule["IpRanges"], described)
    expect(described["IpPermissionsEgress"][0]["IpProtocol"] == "-1", described)
    ec2.revoke_security_group_ingress(GroupId=made, IpPermissions=[rule])
    again = code_of(ec2.revoke_security_group_ingress, GroupId=made, IpPermissions=[rule])
    expect(again == ("InvalidPermission.NotFound", 400), again)
    ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[rule])
    return made


def profile():
    iam.create_role(RoleName="boto", AssumeRolePolicyDocument="{}")
    iam.put_role_policy(RoleName="boto", PolicyName="p", PolicyDocument="{}")
    iam.create_instance_profile(InstanceProfileName="boto")
    iam.get_waiter("instance_profile_exists").wait(InstanceProfileName="boto")
    iam.add_role_to_instance_profile(InstanceProfileName="boto", RoleName="boto")
    iam.get_waiter("role_exists").wait(RoleName="boto")
    expect(iam.get_instance_profile(InstanceProfileName="boto")["InstanceProfile"]["Roles"][0]["RoleName"] == "boto")


def dry_run(image):
    asked = code_of(ec2.run_instances, ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, DryRun=True)
    expect(asked == ("DryRunOperation", 412), asked)
    asked = code_of(ec2.create_key_pair, KeyName="dry", DryRun=True)
    expect(asked == ("DryRunOperation", 412), asked)
    expect(code_of(ec2.describe_key_pairs, KeyNames=["dry"]) == ("InvalidKeyPair.NotFound", 400))


def run(image, key, subnet, group):
    made = ec2.run_instances(
        ImageId=image,
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        KeyName=key,
        IamInstanceProfile={"Name": "boto"},
        MetadataOptions={"HttpTokens": "required"},
        NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": subnet, "Groups": [group], "AssociatePublicIpAddress": True}],
        BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 9, "VolumeType": "gp3", "Iops": 3500}}],
        TagSpecifications=tags("instance", Name="boto") + tags("volume", Name="boto"),
    )["Instances"][0]
    instance = made["InstanceId"]
    expect(made["State"]["Name"] == "pending", made)
    ec2.get_waiter("instance_exists").wait(InstanceIds=[instance], WaiterConfig=soon)
    ec2.get_waiter("instance_running").wait(InstanceIds=[instance], WaiterConfig=soon)
    ec2.get_waiter("instance_status_ok").wait(InstanceIds=[instance], WaiterConfig=soon)
    ec2.get_waiter("system_status_ok").wait(InstanceIds=[instance], WaiterConfig=soon)
    volume = made["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    ec2.get_waiter("volume_in_use").wait(VolumeIds=[volume], WaiterConfig=soon)
    return instance


def described(instance, subnet, group):
    found = ec2.describe_instances(
        Filters=[{"Name": "subnet-id", "Values": [subnet]}, {"Name": "tag:Name", "Values": ["bo*"]}]
    )["Reservations"][0]["Instances"][0]
    interface = found["NetworkInterfaces"][0]
    expect(found["InstanceId"] == instance and interface["Groups"] == found["SecurityGroups"], found)
    expect(interface["SubnetId"] == subnet and interface["Groups"][0]["GroupId"] == group, interface)
    expect(interface["Association"]["PublicIp"] == found["PublicIpAddress"], interface)
    expect(found["MetadataOptions"]["HttpTokens"] == "required" and found["BootMode"], found)
    expect(len(found["BlockDeviceMappings"]) == 2 and found["Tags"] == [{"Key": "Name", "Value": "boto"}], found)
    expect(found["IamInstanceProfile"]["Arn"].endswith(":instance-profile/boto"), found)
    volumes = ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [instance]}])["Volumes"]
    data = next(volume for volume in volumes if volume["Size"] == 9)
    expect((data["VolumeType"], data["Iops"], data["Throughput"]) == ("gp3", 3500, 125), data)
    terminates = ec2.describe_instance_attribute(InstanceId=instance, Attribute="disableApiTermination")
    expect(terminates["DisableApiTermination"]["Value"] is False, terminates)


def stop(instance):
    ec2.stop_instances(InstanceIds=[instance])
    ec2.get_waiter("instance_stopped").wait(InstanceIds=[instance], WaiterConfig=soon)
    found = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    expect(found["StateReason"]["Code"] == "Client.UserInitiatedShutdown", found)


def start_again(instance):
    ec2.start_instances(InstanceIds=[instance])
    ec2.get_waiter("instance_running").wait(InstanceIds=[instance], WaiterConfig=soon)
    stop(instance)


def image(instance):
    given = {"Name": "boto", "Description": "by boto3", "TagSpecifications": tags("image", by="boto")}
    made = ec2.create_image(InstanceId=instance, **given)
    ec2.get_waiter("image_available").wait(ImageIds=[made["ImageId"]], WaiterConfig=soon)
    found = ec2.describe_images(Owners=["self"], Filters=[{"Name": "tag:by", "Values": ["boto"]}])["Images"][0]
    expect(found["ImageId"] == made["ImageId"] and found["SourceInstanceId"] == instance and not found["Public"], found)
    snapshots = [device["Ebs"]["SnapshotId"] for device in found["BlockDeviceMappings"]]
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=snapshots, WaiterConfig=soon)
    described = ec2.describe_snapshots(OwnerIds=["self"], SnapshotIds=snapshots)["Snapshots"]
    expect(all(snapshot["Progress"] == "100%" for snapshot in described), described)
    return made["ImageId"], snapshots


def copy(image):
    made = elsewhere.copy_image(
        Name="boto copy", SourceImageId=image, SourceRegion=home, Encrypted=True, CopyImageTags=True
    )["ImageId"]
    elsewhere.get_waiter("image_available").wait(ImageIds=[made], WaiterConfig=soon)
    found = elsewhere.describe_images(ImageIds=[made])["Images"][0]
    expect(found["BlockDeviceMappings"][0]["Ebs"]["Encrypted"], found)
    expect(found["Tags"] == [{"Key": "by", "Value": "boto"}], found)
    expect((found["SourceImageId"], found["SourceImageRegion"]) == (image, home), found)
    return made


def tag(image, snapshots):
    ec2.create_tags(Resources=[image, *snapshots], Tags=[{"Key": "stage", "Value": "test"}])
    pages = ec2.get_paginator("describe_tags").paginate(
        Filters=[{"Name": "resource-id", "Values": [image]}], PaginationConfig={"PageSize": 5}
    )
    found = {entry["Key"]: entry["Value"] for page in pages for entry in page["Tags"]}
    expect(found == {"by": "boto", "stage": "test"}, found)
    ec2.delete_tags(Resources=[image], Tags=[{"Key": "stage"}])
    expect(ec2.describe_images(ImageIds=[image])["Images"][0]["Tags"] == [{"Key": "by", "Value": "boto"}])


def share(image, snapshots):
    to = "111122223333"
    ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Add": [{"UserId": to}]})
    shared = ec2.describe_image_attribute(ImageId=image, Attribute="launchPermission")
    expect(shared["LaunchPermissions"] == [{"UserId": to}], shared)
    ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Remove": [{"UserId": to}]})
    shared = ec2.describe_image_attribute(ImageId=image, Attribute="launchPermission")
    expect(shared["LaunchPermissions"] == [], shared)
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshots[0], Attribute="createVolumePermission", OperationType="add", UserIds=[to]
    )
    shared = ec2.describe_snapshot_attribute(SnapshotId=snapshots[0], Attribute="createVolumePermission")
    expect(shared["CreateVolumePermissions"] == [{"UserId": to}], shared)


def protect(image):
    ec2.enable_image_deregistration_protection(ImageId=image)
    expect(code_of(ec2.deregister_image, ImageId=image) == ("OperationNotPermitted", 400))
    ec2.disable_image_deregistration_protection(ImageId=image)
    ec2.enable_image_deprecation(ImageId=image, DeprecateAt="2030-01-01T00:00:00Z")
    found = ec2.describe_images(ImageIds=[image])["Images"][0]
    expect(found["DeprecationTime"] == "2030-01-01T00:00:00.000Z", found)


def remove(client, image):
    found = client.describe_images(ImageIds=[image])["Images"][0]
    snapshots = [device["Ebs"]["SnapshotId"] for device in found["BlockDeviceMappings"]]
    expect(code_of(client.delete_snapshot, SnapshotId=snapshots[0]) == ("InvalidSnapshot.InUse", 400))
    client.deregister_image(ImageId=image)
    for snapshot in snapshots:
        client.delete_snapshot(SnapshotId=snapshot)


def end(instance, group):
    ec2.terminate_instances(InstanceIds=[instance])
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[instance], WaiterConfig=soon)
    found = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    expect(found["State"]["Name"] == "terminated" and found["StateReason"]["Message"], found)
    for volume in ec2.describe_volumes()["Volumes"]:
        ec2.delete_volume(VolumeId=volume["VolumeId"])
        ec2.get_waiter("volume_deleted").wait(VolumeIds=[volume["VolumeId"]], WaiterConfig=soon)
    ec2.delete_security_group(GroupId=group)
    ec2.delete_key_pair(KeyName="boto")


def end_profile():
    iam.remove_role_from_instance_profile(InstanceProfileName="boto", RoleName="boto")
    iam.delete_instance_profile(InstanceProfileName="boto")
    expect(code_of(iam.delete_role, RoleName="boto") == ("DeleteConflict", 409))
    iam.delete_role_policy(RoleName="boto", PolicyName="p")
    iam.delete_role(RoleName="boto")


def pages():
    seen = [
        snapshot["ImageId"]
        for page in ec2.get_paginator("describe_images").paginate(PaginationConfig={"PageSize": 7})
        for snapshot in page["Images"]
    ]
    expect(len(seen) == len(set(seen)) > 7, len(seen))


def strangers():
    stranger = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "x", "region_name": home}
    expect(code_of(boto3.client("sts", **stranger).get_caller_identity) == ("InvalidClientTokenId", 403))
    expect(code_of(boto3.client("iam", **stranger).get_role, RoleName="x") == ("InvalidClientTokenId", 403))
    expect(code_of(boto3.client("ec2", **stranger).describe_vpcs) == ("AuthFailure", 401))


step("who am I", whoami)
step("regions and zones", places)
base = step("find the base image", find_base) or {}
step("instance types", types)
vpc, subnet = step("network", network) or (None, None)
key = step("key pair", key_pair)
group_id = step("security group", lambda: group(vpc))
step("instance profile", profile)
step("dry runs", lambda: dry_run(base["ImageId"]))
instance = step("run, wait", lambda: run(base["ImageId"], key, subnet, group_id))
step("describe it", lambda: described(instance, subnet, group_id))
step("stop, wait", lambda: stop(instance))
step("start and stop again", lambda: start_again(instance))
image_id, snapshots = step("create image, wait", lambda: image(instance)) or (None, [])
copy_id = step("copy it, wait", lambda: copy(image_id))
step("tag it", lambda: tag(image_id, snapshots))
step("share it", lambda: share(image_id, snapshots))
step("protect it", lambda: protect(image_id))
step("pages", pages)
step("remove the copy", lambda: remove(elsewhere, copy_id))
step("remove the image", lambda: remove(ec2, image_id))
step("terminate, wait", lambda: end(instance, group_id))
step("remove the profile", end_profile)
step("strangers", strangers)
steps.end()
