"""
A provider of Terraform's that takes the arguments which the file of the first argument tells, makes nothing, and gives
back what it got. Prints how Terraform reaches it (TF_REATTACH_PROVIDERS), and ends with its standard input.

It speaks version 6 of the plugin protocol, of which it answers what `validate`, `plan` and `apply` ask. Its messages are
few, so they are put together here, by the field numbers of tfplugin6.proto.
"""

import json
import os
import sys
from concurrent import futures

import grpc


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def data(field, value):
    content = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(content)) + content


def fields(message):
    """The fields of a message by their numbers, the last of each."""
    at = 0

    def read():
        nonlocal at
        shift = value = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    found = {}
    while at < len(message):
        tag = read()
        if tag & 7 == 2:
            size = read()
            found[tag >> 3] = message[at : at + size]
            at += size
        else:
            found[tag >> 3] = read()
    return found


kinds = {"list": ["list", "string"], "map": ["map", "string"]}


def block(arguments):
    """A block of a schema. `name!` has to be given, `name*` is a block that may be there several times."""
    out = b""
    for key, what in arguments.items():
        name = key.rstrip("!*")
        if isinstance(what, dict):
            most = b"" if key.endswith("*") else number(5, 1)
            out += data(3, data(1, name) + data(2, block(what)) + number(3, 2) + most)
        else:
            need = number(4, 1) if key.endswith("!") else number(5, 1) + number(6, 1)
            out += data(2, data(1, name) + data(2, json.dumps(kinds.get(what, what))) + need)
    return out


def schema(arguments):
    return data(2, block(arguments))


with open(sys.argv[1]) as file:
    taken = json.load(file)
schemas = data(1, schema(taken["provider"]))
for field, kind in ((2, "resource"), (3, "data")):
    for name, arguments in taken[kind].items():
        schemas += data(field, data(1, name) + data(2, schema(arguments)))

# Which field of the request is given back.
given_back = {"PlanResourceChange": 3, "ApplyResourceChange": 3, "ReadDataSource": 2, "ReadResource": 2}
silent = {
    "ConfigureProvider",
    "StopProvider",
    "ValidateDataResourceConfig",
    "ValidateProviderConfig",
    "ValidateResourceConfig",
}


class Provider(grpc.GenericRpcHandler):
    def service(self, call):
        _, service, method = call.method.split("/")
        if service != "tfplugin6.Provider" or method not in {"GetProviderSchema", *silent, *given_back}:
            return None

        def answer(request, _context):
            if method == "GetProviderSchema":
                return schemas
            return data(1, fields(request)[given_back[method]]) if method in given_back else b""

        return grpc.unary_unary_rpc_method_handler(answer)


server = grpc.server(futures.ThreadPoolExecutor(8))
server.add_generic_rpc_handlers([Provider()])
port = server.add_insecure_port("127.0.0.1:0")
server.start()
address = {"Network": "tcp", "String": f"127.0.0.1:{port}"}
plugin = {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": os.getpid(), "Test": True, "Addr": address}
print(json.dumps({"registry.terraform.io/hashicorp/aws": plugin}), flush=True)
sys.stdin.read()
