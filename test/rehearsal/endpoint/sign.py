"""Signs requests as boto3 does and prints them as JSON: for a header or an address, with texts that are easily coded wrong."""

import base64
import itertools
import json
import sys
from urllib.parse import urlencode

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

credentials = Credentials(*sys.argv[1:])
texts = ["a", "a b+c", "%2F%", "~-._", "!'()*", "Grüße 雪 🙂", "x=y&z;?", "a\tb\nc", ""]
names = ["Filter.1.Value.10", "Filter.1.Value.1", "Filter.1.Value.1.x", "Filter.1-Value", "a b", "ä"]
parameters = {f"{name}{index}" if index else name: text for (index, text), name in itertools.product(enumerate(texts), names)}


def sent(signer, service, method, query, body, headers):
    host = "127.0.0.1:4000"
    request = AWSRequest(method, f"http://{host}/?{query}" if query else f"http://{host}/", headers, body)
    signer(credentials, service, "eu-west-1").add_auth(request)
    prepared = request.prepare()
    path, _, query = prepared.url.removeprefix(f"http://{host}").partition("?")
    names = {name.lower(): value if isinstance(value, str) else value.decode() for name, value in prepared.headers.items()}
    body = prepared.body or b""
    return {
        "method": method,
        "path": path,
        "query": query,
        "headers": {"host": host, **names},
        "body": base64.b64encode(body.encode() if isinstance(body, str) else body).decode(),
    }


form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
odd = {**form, "User-Agent": "x", "X-Amz-Odd": "  a   b  ", "X-Empty": ""}
requests = []
for signer, service in itertools.product([SigV4Auth, SigV4QueryAuth], ["ec2", "sts", "iam"]):
    for count in range(0, len(parameters), 9):
        some = urlencode(dict(list(parameters.items())[: count + 1]))
        requests.append(sent(signer, service, "GET", some.replace("+", "%20"), "", {}))
        if signer is SigV4Auth:
            requests.append(sent(signer, service, "POST", "", some, odd))
print(json.dumps(requests))
