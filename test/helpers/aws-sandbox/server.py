"""An EC2 that is not ours: moto, on 127.0.0.1:5000 of a network namespace of its own.

Beside it, on port 5001, the public half of every key pair that EC2 knows, for the sshd that plays the instances.
On port 5002 boto3 makes the calls that tests ask for: starting Python for each would take longer than the call.
The base images come from the JSON file that MOTO_AMIS_PATH names.
"""

import json
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread

import boto3
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import amis, ec2_backends, fleets
from moto.ec2.responses import EC2Response
from moto.iam import access_control
from moto.server import main


class Quiet(BaseHTTPRequestHandler):
    def say(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


session = boto3.Session("test", "test")


@cache
def client(service, region):
    return session.client(service, region, endpoint_url="http://127.0.0.1:5000")


class Calls(Quiet):
    """Calls of the AWS API, as JSON: a region, and of each call service, operation and parameters; gives their answers."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answers = []
        for service, operation, parameters in asked["calls"]:
            answer = getattr(client(service, asked["region"]), operation)(**parameters)
            answer.pop("ResponseMetadata", None)
            answers.append(answer)
        self.say(json.dumps(answers, default=str))


class PublicKeys(Quiet):
    def do_GET(self):
        keys = [
            pair.public_key.strip()
            for backend in list(ec2_backends[DEFAULT_ACCOUNT_ID].values())
            for pair in list(backend.key_pairs.values())
        ]
        self.say("".join(f"{key}\n" for key in keys))


moto_create_image = amis.AmiBackend.create_image


def create_image(self, instance_id, name, description, tag_specifications):
    """CreateImage tags the snapshots as well, as EC2 does and newer amazon plugins ask; moto refuses that."""

    def tags_of(resource):
        return [
            tag
            for specification in tag_specifications
            if specification["ResourceType"] == resource
            for tag in specification["Tags"]
        ]

    others = [each for each in tag_specifications if each["ResourceType"] != "snapshot"]
    image = moto_create_image(self, instance_id, name, description, others)
    for tag in tags_of("snapshot"):
        image.ebs_snapshot.add_tag(tag["Key"], tag["Value"])
    return image


amis.AmiBackend.create_image = create_image


moto_copy_image = amis.AmiBackend.copy_image


def copy_image(self, *args, **options):
    """While a key pair of that name is there, a region takes no copy, or is not through with any."""
    if "no-copies" in self.key_pairs:
        raise EC2ClientError("ResourceLimitExceeded", "Too many snapshot copies in progress.")
    image = moto_copy_image(self, *args, **options)
    if "slow-copies" in self.key_pairs:
        image.state = "pending"
    return image


moto_describe_images = amis.AmiBackend.describe_images


def describe_images(self, *args, **options):
    """Copies that were slow are ready as soon as nothing holds them up."""
    for image in list(self.amis.values()):
        if image.state == "pending" and "slow-copies" not in self.key_pairs:
            image.state = "available"
    return moto_describe_images(self, *args, **options)


amis.AmiBackend.copy_image = copy_image
amis.AmiBackend.describe_images = describe_images


def deprecate(self, until):
    """Deprecation, which moto does not know: EC2 takes a time to come, and tells of it with the image."""
    [image] = self.ec2_backend.describe_images(ami_ids=[self._get_param("ImageId")])
    image.deprecation_time = until
    return ActionResult({"Return": True})


def enable_image_deprecation(self):
    at = self._get_param("DeprecateAt")
    if at.timestamp() <= datetime.now().timestamp():
        raise EC2ClientError("InvalidParameterValue", "DeprecateAt has to be in the future.")
    return deprecate(self, at.strftime("%Y-%m-%dT%H:%M:00.000Z"))


EC2Response.enable_image_deprecation = enable_image_deprecation
EC2Response.disable_image_deprecation = lambda self: deprecate(self, None)


moto_create_spot_requests = fleets.Fleet.create_spot_requests


def create_spot_requests(self, weight_to_add):
    """A machine of a fleet names the request that it came from, as EC2's do: Packer tags that."""
    requests = moto_create_spot_requests(self, weight_to_add)
    for request in requests:
        request.instance.spot_instance_request_id = request.id
    return requests


fleets.Fleet.create_spot_requests = create_spot_requests


def in_form(error, form):
    """An error class of moto in the service's own form, since clients cannot read moto's."""

    def init(self, *args, **named):
        error.__init__(self, *args, **named)
        said = f"<Error><Code>{self.error_type}</Code><Message>{self.message}</Message></Error>"
        self.description = f'<?xml version="1.0" encoding="UTF-8"?>{form.format(said)}'

    return type(error.__name__, (error,), {"__init__": init})


ec2_form = "<Response><Errors>{}</Errors><RequestID>0a1b2c3d</RequestID></Response>"
access_control.AuthFailureError = in_form(access_control.AuthFailureError, ec2_form)
access_control.AccessDeniedError = in_form(access_control.AccessDeniedError, ec2_form)
access_control.InvalidClientTokenIdError = in_form(
    access_control.InvalidClientTokenIdError, "<ErrorResponse>{}<RequestId>0a1b2c3d</RequestId></ErrorResponse>"
)


def open_default_network(region):
    """The default network leads to the internet, as EC2's does; moto's does not."""
    backend = ec2_backends[DEFAULT_ACCOUNT_ID][region]
    network = backend.get_default_vpc()
    gateway = backend.create_internet_gateway()
    backend.attach_internet_gateway(gateway.id, network.id)
    table = next(each for each in backend.route_tables.values() if each.vpc_id == network.id)
    backend.create_route(table.id, "0.0.0.0/0", gateway_id=gateway.id)


open_default_network("us-east-1")
for server in [ThreadingHTTPServer(("127.0.0.1", 5001), PublicKeys), HTTPServer(("127.0.0.1", 5002), Calls)]:
    Thread(target=server.serve_forever, daemon=True).start()
main(["-H", "127.0.0.1", "-p", "5000"])
