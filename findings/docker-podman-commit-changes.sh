#!/usr/bin/env bash
# `commit --change` takes the same line in Docker and in Podman and makes another image of it, without an error.
#
# Software: Docker 20.10.24 and Podman 4.3.1 (Debian 12: docker.io 20.10.24+dfsg1-1+deb12u1+b6, podman 4.3.1+ds1-8+deb12u1+b3).
# Input:    a container of an image with an entry point, a command and the variable A, committed with one change each, which
#           Docker's and Podman's manuals both list: ENTRYPOINT, CMD, ENV, LABEL. Packer's docker builder hands its `changes`
#           to either so.
# Seen:     see the table at the end. Docker reads a line of a Dockerfile: several pairs, quotes, variables, and an entry point
#           takes the image's command away. Podman takes all behind the first = for the value, keeps quotes in labels and names
#           a variable with its value in it; the command stays. An empty list takes the entry point away in Podman, and is
#           nothing to Docker.
# So:       one pair a line, without quotes, backslashes and dollar signs, means the same to both, and whoever sets an entry
#           point sets the command as well.
set -euo pipefail
work=$(mktemp -d)
trap '[[ ! -s pid ]] || { kill "$(cat pid)" && wait; }; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq docker.io=20.10.24+dfsg1-1+deb12u1+b6 podman=4.3.1+ds1-8+deb12u1+b3 containerd runc conmon \
  libdevmapper1.02.1 libglib2.0-0 libgpgme11 libassuan0 libseccomp2 libsubid4 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" debian; done
mkdir -p home etc/containers
echo '{"default": [{"type": "insecureAcceptAnything"}]}' >etc/containers/policy.json
cat >containers.conf <<TOML
[engine]
conmon_path = ["$work/debian/usr/bin/conmon"]
cgroup_manager = "cgroupfs"
events_logger = "none"
TOML
# What these programs want to find in /etc, their libraries' places too, is laid over it in a namespace that only they see.
printf '%s\n' "$work"/debian/{,usr/}lib/x86_64-linux-gnu | cat - /etc/ld.so.conf >ld.so.conf
ldconfig -X -f ld.so.conf -C etc/ld.so.cache 2>/dev/null

run() { # run PROGRAM ...: one of the unpacked programs, which sees nothing of this machine's settings
  env -i "PATH=$work/debian/usr/bin:$work/debian/usr/sbin:$PATH" "HOME=$work/home" "TMPDIR=$work" \
    "CONTAINERS_CONF=$work/containers.conf" "DOCKER_HOST=unix://$work/docker.sock" \
    unshare --mount sh -c 'mount -t overlay -o "lowerdir=$0:/etc" overlay /etc && exec "$@"' "$work/etc" "$@"
}
docker() { run docker "$@"; }
podman() { run podman --root "$work/images" --runroot "$work/run" --storage-driver vfs --runtime "$work/debian/usr/sbin/runc" "$@"; }

run dockerd --bridge=none --iptables=false --ip6tables=false --ip-forward=false --storage-driver=vfs --data-root "$work/data" \
  --exec-root "$work/exec" --pidfile "$work/pid" --host "unix://$work/docker.sock" >dockerd.txt 2>&1 &
until docker version >/dev/null 2>&1; do
  kill -0 $! 2>/dev/null || { cat dockerd.txt; exit 1; }
  sleep 0.5
done

mkdir files && touch files/file && tar -C files -cf files.tar .
declare -A container
for engine in docker podman; do
  $engine import --change 'ENTRYPOINT ["/start"]' --change 'CMD ["serve"]' --change 'ENV A=one' files.tar base:1 >/dev/null 2>&1
  container[$engine]=$($engine create base:1)
done
cat >show.py <<'PY'
import json, sys

change, engine = sys.argv[1:]
config = json.load(sys.stdin)
parts = {
    "ENTRYPOINT": {"Entrypoint": config.get("Entrypoint"), "Cmd": config.get("Cmd")},
    "ENV": [each for each in config["Env"] if each[0] in "BC"],
    "LABEL": config.get("Labels"),
}
print(f"{change:23} {engine}:", json.dumps(parts[change.split()[0]]))
PY
while read -r change; do
  for engine in docker podman; do
    image=$($engine commit --change "$change" "${container[$engine]}" 2>/dev/null | tail -n 1)
    $engine inspect --format '{{json .Config}}' "$image" | python3 show.py "$change" "$engine"
  done
done >output.txt <<'TXT'
ENTRYPOINT ["/other"]
ENTRYPOINT []
ENV B=1 C=2
ENV B one two
ENV B=$A
LABEL b=1 c=2
LABEL b="one two" c=2
LABEL b=$A
TXT
cat output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
ENTRYPOINT ["/other"]   docker: {"Entrypoint": ["/other"], "Cmd": null}
ENTRYPOINT ["/other"]   podman: {"Entrypoint": ["/other"], "Cmd": ["serve"]}
ENTRYPOINT []           docker: {"Entrypoint": ["/start"], "Cmd": ["serve"]}
ENTRYPOINT []           podman: {"Entrypoint": null, "Cmd": ["serve"]}
ENV B=1 C=2             docker: ["B=1", "C=2"]
ENV B=1 C=2             podman: ["B=1 C=2"]
ENV B one two           docker: ["B=one two"]
ENV B one two           podman: ["B one two="]
ENV B=$A                docker: ["B=one"]
ENV B=$A                podman: ["B=$A"]
LABEL b=1 c=2           docker: {"b": "1", "c": "2"}
LABEL b=1 c=2           podman: {"b": "1 c=2"}
LABEL b="one two" c=2   docker: {"b": "one two", "c": "2"}
LABEL b="one two" c=2   podman: {"b": "\"one two\" c=2"}
LABEL b=$A              docker: {"b": "one"}
LABEL b=$A              podman: {"b": "$A"}
TXT
echo 'as described'
