#!/usr/bin/env bash
# The same AWS settings sign in as three different people, or as nobody, by who reads them.
#
# Software: botocore 1.44.5 (PyPI; what boto3 and Ansible use), @aws-sdk/credential-provider-node 3.972.97 (npm), Packer 1.6.6
#           (Debian 12: 1.6.6+ds2-1+b1; the AWS SDK for Go, version 1, which every amazon plugin before 1.8 uses, too).
# Input:    the set-ups in the table at the end: what people have in ~/.aws and in their environment.
# Seen:     all three agree on a plain profile and on the credentials file going before the configuration. Of the others each
#           is read in two or three ways. The one that costs most: with keys in the environment and AWS_PROFILE, JavaScript
#           signs with the profile and the other two with the keys; and where that profile does not exist, Packer alone still
#           signs. A role beside keys means the role to two of them and the keys alone to Packer. The one that is hardest to
#           see: of a key with a comment behind it botocore takes the comment, too.
# How:      Packer is asked who it is by an EC2 on this machine that writes down who signed and refuses.
# So:       "aws sts get-caller-identity works" says nothing of what Packer will do.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check botocore==1.44.5
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts @aws-sdk/credential-provider-node@3.972.97

cat >ask.py <<'PY'
import botocore.session

try:
    credentials = botocore.session.get_session().get_credentials()
    print(credentials.access_key if credentials else "nobody")
except Exception:
    print("nobody")
PY
cat >ask.mjs <<'JS'
import { defaultProvider } from '@aws-sdk/credential-provider-node';

console.log(await defaultProvider()().then(found => found.accessKeyId, () => 'nobody'));
JS
cat >ec2.py <<'PY'
import http.server, re

class Ec2(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = re.search(r"Credential=(\w+)/", self.headers.get("Authorization", ""))
        with open("signed", "w") as file:
            file.write(found.group(1) if found else "nobody")
        body = b"<Response><Errors><Error><Code>AuthFailure</Code><Message>no</Message></Error></Errors></Response>"
        self.send_response(401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ec2)
with open("port", "w") as file:
    file.write(str(server.server_port))
server.serve_forever()
PY
python3 ec2.py &
server=$!
until [[ -s port ]]; do sleep 0.1; done
cat >image.pkr.hcl <<HCL
source "amazon-ebs" "image" {
  region              = "eu-west-1"
  custom_endpoint_ec2 = "http://127.0.0.1:$(cat port)"
  source_ami          = "ami-00000000000000001"
  instance_type       = "t3.micro"
  ssh_username        = "ubuntu"
  ami_name            = "name"
}

build {
  sources = ["source.amazon-ebs.image"]
}
HCL

row() { # row NAME CREDENTIALS CONFIG [VARIABLE=VALUE ...]
  printf '%b' "$2" >credentials
  printf '%b' "$3" >config
  local around=(env -i "PATH=$PATH" "HOME=$work/home" "AWS_SHARED_CREDENTIALS_FILE=$work/credentials" "AWS_CONFIG_FILE=$work/config"
    AWS_EC2_METADATA_DISABLED=true CHECKPOINT_DISABLE=1 "TMPDIR=$work" "${@:4}")
  rm -f signed
  "${around[@]}" debian/usr/bin/packer build -machine-readable image.pkr.hcl >packer.txt 2>&1 || :
  printf '%-36s| %-12s| %-8s| %s\n' "$1" "$("${around[@]}" venv/bin/python ask.py)" \
    "$("${around[@]}" node ask.mjs 2>/dev/null)" "$(cat signed 2>/dev/null || echo nobody)"
}

keys() { echo "aws_access_key_id = $1\naws_secret_access_key = secret\n"; }
file=$(keys FILE)
environment=(AWS_ACCESS_KEY_ID=ENVIRON AWS_SECRET_ACCESS_KEY=secret)
{
  echo 'set-up                              | botocore    | JS      | Packer'
  row 'a plain profile' "[dev]\n$file" '' AWS_PROFILE=dev
  row 'in both files' "[dev]\n$(keys CREDENT)" "[profile dev]\n$(keys CONFIG)" AWS_PROFILE=dev
  row 'a colon for the equals sign' "[dev]\n${file//=/:}" '' AWS_PROFILE=dev
  row 'names in capital letters' "[dev]\nAWS_ACCESS_KEY_ID = FILE\nAWS_SECRET_ACCESS_KEY = secret\n" '' AWS_PROFILE=dev
  row 'a comment behind the key' "[dev]\n${file/FILE/FILE # mine}" '' AWS_PROFILE=dev
  row 'spaces before the name' '' "[profile   dev]\n$file" AWS_PROFILE=dev
  row 'a quoted name' '' "[profile \"my dev\"]\n$file" 'AWS_PROFILE=my dev'
  row 'a name with a space' "[my dev]\n$file" '' 'AWS_PROFILE=my dev'
  row '[profile dev] in the credentials' "[profile dev]\n$file" '' AWS_PROFILE=dev
  row '[dev] in the configuration' '' "[dev]\n$file" AWS_PROFILE=dev
  row 'the section twice' "[dev]\n$file[dev]\n$(keys SECOND)" '' AWS_PROFILE=dev
  row 'a key in each file' "[dev]\naws_access_key_id = FILE\n" "[profile dev]\naws_secret_access_key = secret\n" AWS_PROFILE=dev
  row 'a comment in place of a value' "[dev]\n$file" '[profile dev]\nregion = # none\n' AWS_PROFILE=dev
  row 'a quote that does not end' "[dev]\n${file}role_session_name = \"me\n" '' AWS_PROFILE=dev
  row 'a role beside keys' "[dev]\n$file" '[profile dev]\nrole_arn = arn:aws:iam::111111111111:role/r\ncredential_source = Environment\n' AWS_PROFILE=dev
  row 'AWS_PROFILE is empty' "[default]\n$file" '' AWS_PROFILE=
  row 'AWS_DEFAULT_PROFILE' "[default]\n$(keys DEFAULT)[dev]\n$file" '' AWS_DEFAULT_PROFILE=dev
  row 'keys in the environment, AWS_PROFILE' "[dev]\n$file" '' AWS_PROFILE=dev "${environment[@]}"
  row 'the same, no such profile' "[dev]\n$file" '' AWS_PROFILE=none "${environment[@]}"
  row 'AWS_ACCESS_KEY, AWS_SECRET_KEY' '' '' AWS_ACCESS_KEY=ENVIRON AWS_SECRET_KEY=secret
} | tee output.txt

diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
set-up                              | botocore    | JS      | Packer
a plain profile                     | FILE        | FILE    | FILE
in both files                       | CREDENT     | CREDENT | CREDENT
a colon for the equals sign         | FILE        | nobody  | FILE
names in capital letters            | FILE        | nobody  | nobody
a comment behind the key            | FILE # mine | FILE    | FILE
spaces before the name              | FILE        | nobody  | nobody
a quoted name                       | FILE        | nobody  | nobody
a name with a space                 | FILE        | nobody  | FILE
[profile dev] in the credentials    | nobody      | nobody  | FILE
[dev] in the configuration          | nobody      | nobody  | FILE
the section twice                   | nobody      | SECOND  | SECOND
a key in each file                  | nobody      | FILE    | nobody
a comment in place of a value       | FILE        | FILE    | nobody
a quote that does not end           | FILE        | FILE    | nobody
a role beside keys                  | nobody      | nobody  | FILE
AWS_PROFILE is empty                | nobody      | FILE    | FILE
AWS_DEFAULT_PROFILE                 | FILE        | DEFAULT | DEFAULT
keys in the environment, AWS_PROFILE| ENVIRON     | FILE    | ENVIRON
the same, no such profile           | nobody      | nobody  | ENVIRON
AWS_ACCESS_KEY, AWS_SECRET_KEY      | nobody      | nobody  | ENVIRON
TXT
echo 'as described'
