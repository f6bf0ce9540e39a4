#!/usr/bin/env bash
# A script with a line of 64 KiB reaches the machine only up to that line, and the build passes.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1), asyncssh 2.21.1 (PyPI) as the machine.
# Input:    two shell scripts for the `shell` provisioner that differ in the length of one line, 65,535 and 65,536
#           bytes; both end with `exit 3`. Certificates and archives in Base64 have such lines.
# Seen:     with 65,535 the build fails with exit code 3, as it should. With 65,536 the upload ends before that line
#           without an error, the machine runs what came before it, and the build ends with 0.
# Why:      the provisioner turns line ends into LF with a reader of lines whose longest token is 64 KiB, and drops that
#           reader's error. `binary = true` passes the reader by. Packer 1.16.0 does the same.
# So:       packer-wizard writes `binary = true`, and turns line ends itself.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check asyncssh==2.21.1

cat >machine.py <<'PY'
import asyncio, asyncssh

class Machine(asyncssh.SSHServer):
    def begin_auth(self, username):
        return False

async def run(process):
    child = await asyncio.create_subprocess_exec(
        "/bin/sh", "-c", process.command, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    output, _ = await child.communicate()
    process.stdout.write(output.decode())
    process.exit(child.returncode)

async def main():
    server = await asyncssh.create_server(
        Machine, "127.0.0.1", 0, server_host_keys=[asyncssh.generate_private_key("ssh-rsa")],
        process_factory=run, sftp_factory=True, allow_scp=True)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.sleep(120)

asyncio.run(main())
PY
venv/bin/python machine.py >port &
server=$!
for _ in $(seq 100); do [[ -s port ]] && break; sleep 0.1; done

cat >image.pkr.hcl <<'HCL'
variable "port" {}

source "null" "machine" {
  ssh_host     = "127.0.0.1"
  ssh_port     = var.port
  ssh_username = "user"
  ssh_password = "password"
}

build {
  sources = ["source.null.machine"]
  provisioner "shell" {
    script = "script.sh"
  }
}
HCL

build() { # build BYTES: a line of that many bytes between the first and the last command
  {
    echo 'echo begun'
    printf ': %s\n' "$(head -c $(($1 - 2)) /dev/zero | tr '\0' a)"
    echo 'echo reached; exit 3'
  } >script.sh
  local status=0
  CHECKPOINT_DISABLE=1 TMPDIR=$work debian/usr/bin/packer build -machine-readable -var "port=$(cat port)" image.pkr.hcl >"$1.txt" || status=$?
  echo "a line of $1 bytes: exit $status, the machine printed: $(grep -oE ' (begun|reached)$' "$1.txt" | tr -d '\n')"
  return $status
}

! build 65535 || { echo 'changed: the build with 65,535 bytes passes'; exit 1; }
build 65536 || { echo 'changed: the build with 65,536 bytes fails'; exit 1; }
grep -q reached 65535.txt && ! grep -q reached 65536.txt && grep -q begun 65536.txt || { echo 'changed: other output'; exit 1; }
echo 'as described: the longer script was cut, and the build passed'
