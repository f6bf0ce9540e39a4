#!/usr/bin/env bash
# In a container whose sign-in is guarded by a token in a file, as in EKS Pod Identity, Packer 1.6.6 asks without the token.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1), botocore 1.44.8 (PyPI).
# Input:    AWS_CONTAINER_CREDENTIALS_FULL_URI of a service on this machine that wants a token, once with the token in
#           AWS_CONTAINER_AUTHORIZATION_TOKEN, once in a file named by AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.
# Seen:     botocore sends the token both times. Packer sends it from the variable; with the file it asks without one, is
#           refused, and says that there are no valid credential sources.
# Why:      its SDK (aws-sdk-go before 1.47.11) does not know the variable of the file.
# So:       the AWS CLI in the same container is no proof that this Packer can sign in.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check botocore==1.44.8

cat >service.py <<'PY'
import datetime, http.server, json

class Service(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        token = self.headers.get("Authorization")
        with open("asked", "a") as asked:
            asked.write(f"token {token}\n")
        if token != "a-token":
            self.send_error(401)
            return
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        self.answer(200, json.dumps({"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "secret", "Token": "session",
                                     "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ")}))

    def do_POST(self):
        self.answer(403, "<Response><Errors><Error><Code>Stop</Code><Message>here</Message></Error></Errors></Response>")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
print(server.server_address[1], flush=True)
server.serve_forever()
PY
python3 service.py >port &
server=$!
until [[ -s port ]]; do sleep 0.1; done
service=http://127.0.0.1:$(cat port)
cat >image.pkr.hcl <<HCL
source "amazon-ebs" "image" {
  region                     = "us-east-1"
  custom_endpoint_ec2        = "$service"
  skip_credential_validation = true
  skip_metadata_api_check    = true
  instance_type              = "t3.micro"
  source_ami                 = "ami-0123456789abcdef0"
  ssh_username               = "ubuntu"
  ami_name                   = "image"
}

build {
  sources = ["source.amazon-ebs.image"]
}
HCL
printf a-token >token

ask() { # ask WHO VARIABLE COMMAND...: which token the service saw
  local who=$1 variable=$2
  shift 2
  : >asked
  env -i PATH="$PATH" HOME="$work" TMPDIR="$work" CHECKPOINT_DISABLE=1 AWS_EC2_METADATA_DISABLED=true \
    "AWS_CONTAINER_CREDENTIALS_FULL_URI=$service/sign-in" "$variable" timeout 60 "$@" >/dev/null 2>&1 || :
  echo "$who, ${variable%%=*}: $(sort -u asked)"
}

by_file=AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=$work/token
by_value=AWS_CONTAINER_AUTHORIZATION_TOKEN=a-token
botocore=(venv/bin/python -c 'import botocore.session; botocore.session.get_session().get_credentials()')
{
  ask botocore "$by_value" "${botocore[@]}"
  ask botocore "$by_file" "${botocore[@]}"
  ask packer "$by_value" debian/usr/bin/packer build image.pkr.hcl
  ask packer "$by_file" debian/usr/bin/packer build image.pkr.hcl
} | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
botocore, AWS_CONTAINER_AUTHORIZATION_TOKEN: token a-token
botocore, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: token a-token
packer, AWS_CONTAINER_AUTHORIZATION_TOKEN: token a-token
packer, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: token None
TXT
echo 'as described'
