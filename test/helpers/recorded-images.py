"""moto on the loopback, with the images that it recorded in the real regions. Prints its address.

ECS publishes hundreds of each kind, and a volume is made for each that is read: the last of a kind will do.
"""

import re

from moto.ec2.models import amis
from moto.server import ThreadedMotoServer

recorded = amis.load_resource


def load_resource(path):
    images = recorded(path)
    return list({re.sub(r"\d+", "", image["name"]): image for image in images}.values()) if "/ecs/" in path else images


amis.load_resource = load_resource
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print("http://{}:{}".format(*server.get_host_and_port()), flush=True)
server._thread.join()
