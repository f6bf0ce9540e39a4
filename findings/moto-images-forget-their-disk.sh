#!/usr/bin/env bash
# An image made in moto says nothing of the disk it was made from, and a copy has lost its tags.
#
# Software: moto 5.2.5, boto3 1.44.5 (PyPI).
# Input:    a machine with an encrypted gp3 disk of 33 GB, CreateImage, CreateTags on the image, CopyImage with
#           CopyImageTags and with tags of its own.
# Seen:     the machine's volume is 33 GB, gp3, encrypted; the image's is 15 GB, standard, and says nothing of encryption. The
#           copy has no tags at all.
# So:       a test against moto must look at what was asked, not at what became of it, wherever disks and tags of images
#           matter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >image.py <<'PY'
import os

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
import boto3
from moto import mock_aws

tag = {"ResourceType": "image", "Tags": [{"Key": "made", "Value": "copy"}]}
with mock_aws():
    ec2 = boto3.client("ec2", "eu-west-1")
    base = ec2.describe_images(Owners=["099720109477"])["Images"][0]
    disk = {"VolumeSize": 33, "VolumeType": "gp3", "Encrypted": True}
    machine = ec2.run_instances(
        ImageId=base["ImageId"], InstanceType="t3.micro", MinCount=1, MaxCount=1,
        BlockDeviceMappings=[{"DeviceName": base["RootDeviceName"], "Ebs": disk}])["Instances"][0]["InstanceId"]
    volume = ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [machine]}])["Volumes"][0]
    print("volume:", volume["Size"], volume["VolumeType"], volume["Encrypted"])
    image = ec2.create_image(InstanceId=machine, Name="web")["ImageId"]
    ebs = ec2.describe_images(ImageIds=[image])["Images"][0]["BlockDeviceMappings"][0]["Ebs"]
    print("image:", ebs["VolumeSize"], ebs["VolumeType"], ebs.get("Encrypted"))
    ec2.create_tags(Resources=[image], Tags=[{"Key": "made", "Value": "here"}])
    other = boto3.client("ec2", "us-east-1")
    copy = other.copy_image(SourceImageId=image, SourceRegion="eu-west-1", Name="web",
                            CopyImageTags=True, TagSpecifications=[tag])["ImageId"]
    print("tags:", ec2.describe_images(ImageIds=[image])["Images"][0]["Tags"][0]["Value"],
          other.describe_images(ImageIds=[copy])["Images"][0].get("Tags"))
PY
venv/bin/python image.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
volume: 33 gp3 True
image: 15 standard None
tags: here []
TXT
echo 'as described'
