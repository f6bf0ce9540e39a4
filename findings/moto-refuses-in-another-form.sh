#!/usr/bin/env bash
# moto refuses a call of EC2 in a form of XML that EC2 does not use: Python's SDK reads it, Packer's does not.
#
# Software: moto 5.2.5 as a server, boto3 1.44.5 (PyPI).
# Input:    a user whose policy allows everything and denies ec2:RunInstances, once moto checks policies; the same with a
#           wrong secret key.
# Seen:     the error stands in <ErrorResponse><Errors><Error> with code AccessDenied, and AuthFailure. EC2 answers with
#           <Response><Errors><Error>, and for what a policy denies with the code UnauthorizedOperation. boto3 looks for
#           <Error> wherever it stands; the SDK for Go in Packer 1.6.6 says "SerializationError: failed to unmarshal error
#           message" and shows neither code nor reason.
# So:       a test of what Packer says when it may not do something needs answers in EC2's own form.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2,iam,server]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >refused.py <<'PY'
import json
import os
import re

os.environ.update(AWS_EC2_METADATA_DISABLED="true")
import boto3
import requests
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(port=0, verbose=False)
server.start()
address = "http://{}:{}".format(*server.get_host_and_port())


def client(service, key="test", secret="test"):
    return boto3.client(service, "us-east-1", endpoint_url=address, aws_access_key_id=key, aws_secret_access_key=secret)


def show(ec2, call, **wishes):
    bodies = []
    ec2.meta.events.register("before-parse.ec2.*", lambda response_dict, **_: bodies.append(response_dict["body"].decode()))
    try:
        getattr(ec2, call)(**wishes)
    except Exception:
        print(call, *re.findall(r"<(\w+)", bodies[-1])[:3], re.search(r"<Code>(\w+)", bodies[-1])[1])


iam = client("iam")
iam.create_user(UserName="dev")
statements = [{"Effect": effect, "Action": action, "Resource": "*"} for effect, action in [("Allow", "*"), ("Deny", "ec2:RunInstances")]]
iam.put_user_policy(UserName="dev", PolicyName="all-but-one", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}))
key = iam.create_access_key(UserName="dev")["AccessKey"]
requests.post(f"{address}/moto-api/reset-auth", data="0", timeout=30)
show(client("ec2", key["AccessKeyId"], key["SecretAccessKey"]), "run_instances", ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
show(client("ec2", key["AccessKeyId"], "wrong"), "describe_instances")
server.stop()
PY
venv/bin/python refused.py 2>/dev/null | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
run_instances ErrorResponse Errors Error AccessDenied
describe_instances ErrorResponse Errors Error AuthFailure
TXT
echo 'as described'
