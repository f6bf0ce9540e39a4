#!/usr/bin/env bash
# What Podman commits says of itself that it runs in Podman, wherever it runs.
#
# Software: Podman 4.3.1, Docker 20.10.24 (Debian 12: podman 4.3.1+ds1-8+deb12u1+b3, docker.io 20.10.24+dfsg1-1+deb12u1+b6).
# Input:    a container of an image without any settings, committed without any change.
# Seen:     Docker's image has no settings either. Podman's has container=podman, TERM=xterm and a PATH in its environment, and
#           the working folder /. Run by Docker such an image still says container=podman.
# Why:      an image made by `commit` gets the environment of the container, and with it what Podman adds to every container.
#           Docker adds its own only when a process starts.
# So:       the same Packer template gives other images by the engine. Programs that ask the variable `container`, as systemd
#           does, are told wrong, and the base image's own lack of a TERM is gone for good: `commit --change` cannot unset one.
set -euo pipefail
work=$(mktemp -d)
trap '[[ ! -s pid ]] || { kill "$(cat pid)" && wait; }; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq docker.io=20.10.24+dfsg1-1+deb12u1+b6 podman=4.3.1+ds1-8+deb12u1+b3 containerd runc busybox-static conmon \
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

mkdir -p files/bin && cp debian/bin/busybox files/bin/env && tar -C files -cf files.tar .
for engine in docker podman; do
  $engine import files.tar image:base >/dev/null 2>&1
  $engine commit "$($engine create image:base env 2>/dev/null)" image:made >/dev/null 2>&1
  echo "$engine: $($engine inspect --format '{{range .Config.Env}}{{println .}}{{end}}' image:made | LC_ALL=C sort | xargs)," \
    "folder $($engine inspect --format '{{json .Config.WorkingDir}}' image:made)"
done >output.txt
podman save --quiet --output image.tar image:made && docker load --input image.tar >/dev/null
echo "in Docker: $(docker run --rm --network none localhost/image:made env | grep container)" >>output.txt
cat output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
docker: , folder ""
podman: PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=xterm container=podman, folder "/"
in Docker: container=podman
TXT
echo 'as described'
