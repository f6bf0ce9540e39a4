"""Prints what the wheels of aws-clutter, botocore, Libcloud and moto in a folder record of AWS, as one JSON document."""

import datetime
import gzip
import json
import pathlib
import re
import sys
import zipfile

OFFERINGS = "moto/ec2/resources/instance_type_offerings/region/"
IMAGES = "moto/ec2/resources/latest_amis/"


def wheel(folder, package):
    [found] = pathlib.Path(folder).glob(f"{package}-*.whl")
    return zipfile.ZipFile(found), found.name.split("-")[1]


def unpacked(archive, name):
    return gzip.decompress(archive.read(name)).decode()


def below(archive, folder):
    return [name for name in archive.namelist() if name.startswith(folder) and name.endswith(".gz")]


moto, moto_version = wheel(sys.argv[1], "moto")
botocore, botocore_version = wheel(sys.argv[1], "botocore")
libcloud, libcloud_version = wheel(sys.argv[1], "apache_libcloud")
clutter, clutter_version = wheel(sys.argv[1], "aws_clutter")
pricing = json.loads(libcloud.read("libcloud/data/pricing.json"))
partitions = "botocore/data/partitions.json"
offerings = {
    pathlib.PurePath(name).name.split(".")[0]: [row["InstanceType"] for row in json.loads(unpacked(moto, name))]
    for name in below(moto, OFFERINGS)
}
images = [json.loads(unpacked(moto, name)) for name in below(moto, IMAGES)]
json.dump(
    {
        "moto": {
            "version": moto_version,
            # Days in the names of Amazon's images: al2023-ami-2023.12.20260930.0-kernel-6.1-x86_64.
            "imageDays": sorted(set(re.findall(r"\b20\d{6}\b", json.dumps(images)))),
            "instanceTypes": list(json.loads(unpacked(moto, "moto/ec2/resources/instance_types.json.gz")).values()),
            "offerings": offerings,
        },
        "libcloud": {
            "version": libcloud_version,
            "updated": str(datetime.datetime.fromtimestamp(pricing["updated"], datetime.timezone.utc).date()),
            "linux": pricing["compute"]["ec2_linux"],
        },
        "clutter": {
            "version": clutter_version,
            "places": json.loads(clutter.read("aws_clutter/data/ebs_pricing.json")),
        },
        "botocore": {
            "version": botocore_version,
            "packed": "{:04}-{:02}-{:02}".format(*botocore.getinfo(partitions).date_time[:3]),
            "partitions": json.loads(botocore.read(partitions))["partitions"],
            "ec2Endpoints": [
                region
                for partition in json.loads(botocore.read("botocore/data/endpoints.json"))["partitions"]
                for region in partition["services"]["ec2"]["endpoints"]
            ],
        },
    },
    sys.stdout,
)
