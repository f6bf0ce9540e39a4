#!/usr/bin/env bash
# moto's copy of an image has none of the tags that the request names, none of the image's own though they are asked for,
# and no encrypted snapshot; and it makes no image at all from a request that tags the image's snapshots.
#
# Software: moto 5.2.5, boto3 1.44.5 (PyPI).
# Input:    CopyImage with TagSpecifications for image and snapshot, with CopyImageTags, with Encrypted and KmsKeyId;
#           CreateImage with TagSpecifications for the snapshots.
# Seen:     each copy and its snapshot come without tags, the snapshot is not encrypted; CreateImage raises
#           NotImplementedError in the server. EC2 tags copies and their snapshots with the request, since 2024 takes over the
#           image's own tags on demand, encrypts as it is told, and tags snapshots while it makes the image.
# So:       that a copy is tagged or encrypted is proved by the request that was sent, never by what moto shows of it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >copies.py <<'PY'
import os

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
import boto3
from moto import mock_aws


def tagged(*kinds, team):
    return [{"ResourceType": kind, "Tags": [{"Key": "team", "Value": team}]} for kind in kinds]


def show(ec2, image_id):
    image = ec2.describe_images(ImageIds=[image_id])["Images"][0]
    disks = [disk["Ebs"]["SnapshotId"] for disk in image["BlockDeviceMappings"]]
    snapshot = ec2.describe_snapshots(SnapshotIds=disks)["Snapshots"][0]
    tags = [tag["Value"] for tag in image.get("Tags", [])]
    print("image", tags, "snapshot", [tag["Value"] for tag in snapshot.get("Tags", [])], snapshot["Encrypted"])


with mock_aws():
    home = boto3.client("ec2", "eu-west-1")
    away = boto3.client("ec2", "eu-central-1")
    base = home.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    machine = home.run_instances(ImageId=base, MinCount=1, MaxCount=1, InstanceType="t3.micro")["Instances"][0]
    make = {"InstanceId": machine["InstanceId"], "Name": "web"}
    image = home.create_image(**make, TagSpecifications=tagged("image", team="home"))["ImageId"]
    show(home, image)
    for wish in ({}, {"CopyImageTags": True}, {"Encrypted": True, "KmsKeyId": "alias/images"}):
        copy = away.copy_image(
            SourceImageId=image,
            SourceRegion="eu-west-1",
            Name="web",
            TagSpecifications=tagged("image", "snapshot", team="away"),
            **wish,
        )
        show(away, copy["ImageId"])
    try:
        home.create_image(**make, TagSpecifications=tagged("image", "snapshot", team="home"))
    except Exception as problem:
        print(type(problem).__name__)
PY
venv/bin/python copies.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
image ['home'] snapshot [] False
image [] snapshot [] False
image [] snapshot [] False
image [] snapshot [] False
NotImplementedError
TXT
echo 'as described'
