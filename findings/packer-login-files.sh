#!/usr/bin/env bash
# A log-in file that ends the shell lets every step pass without running it; one that prints fails the first step and
# loses its first letter.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1), asyncssh 2.21.1 (PyPI) as the machine.
# Input:    a script that ends with `exit 3`; a machine whose shell says `exit` before it reads a command, as a .bashrc may
#           do where there is no terminal; and a machine whose shell says Welcome before each command.
# Seen:     with the first, copying the script, running it and the whole build succeed, exit code 0, and nothing ran. With the
#           second the build fails when the time for retries is over (five minutes, unless it is set), with "Error uploading
#           script: elcome".
# Why:      the end of the output in the place of scp's answer counts as success; the first byte of an answer is taken for
#           scp's code of the result. Packer 1.16.0 does the same.
# So:       a step must prove that it ran. packer-wizard's steps end with an exit code of their own, and that alone is valid.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check asyncssh==2.21.1

cat >machine.py <<'PY'
import asyncio, asyncssh, sys

class Machine(asyncssh.SSHServer):
    def begin_auth(self, username):
        return False

async def run(process):
    if sys.argv[1] == "exits":
        process.exit(0)
        return
    process.stdout.write(b"Welcome\n")
    child = await asyncio.create_subprocess_exec(
        "/bin/sh", "-c", process.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    await process.redirect(stdin=child.stdin, stdout=child.stdout)
    process.exit(await child.wait())

async def main():
    server = await asyncssh.create_server(
        Machine, "127.0.0.1", 0, server_host_keys=[asyncssh.generate_private_key("ssh-rsa")],
        process_factory=run, encoding=None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.sleep(120)

asyncio.run(main())
PY
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
    start_retry_timeout = "2s"
    script              = "script.sh"
  }
}
HCL
echo 'echo ran; exit 3' >script.sh

build() { # build HOW: on a machine whose shell exits, or prints
  venv/bin/python machine.py "$1" >port 2>/dev/null &
  server=$!
  until [[ -s port ]]; do sleep 0.1; done
  local status=0
  CHECKPOINT_DISABLE=1 TMPDIR=$work timeout 60 debian/usr/bin/packer build -machine-readable -var "port=$(cat port)" image.pkr.hcl >"$1.txt" || status=$?
  kill "$server"
  rm port
  echo "a shell that $1: exit $status; $(grep -oE 'null.machine,(error,.*|artifact-count,.*)' "$1.txt")"
  return $status
}

build exits || { echo 'changed: the build fails where nothing runs'; exit 1; }
! build prints || { echo 'changed: the build passes where the shell prints'; exit 1; }
! grep -qw ran exits.txt && grep -q 'Error uploading script: elcome' prints.txt || { echo 'changed: other output'; exit 1; }
echo 'as described'
