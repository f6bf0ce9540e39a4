"""Calls of the AWS API, as JSON: [service, operation, parameters] each; prints their answers as JSON."""

import json
import sys

import boto3


def answer(service, operation, parameters):
    said = getattr(boto3.client(service), operation)(**parameters)
    said.pop("ResponseMetadata", None)
    return said


print(json.dumps([answer(*call) for call in json.loads(sys.argv[1])], default=str))
