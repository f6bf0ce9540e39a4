#!/usr/bin/env bash
# An image whose entry point is one empty word runs in Docker and in Podman, and not in containerd, which Kubernetes runs.
#
# Software: Docker 20.10.24, Podman 4.3.1, containerd 1.6.20 (Debian 12: docker.io 20.10.24+dfsg1-1+deb12u1+b6, podman
#           4.3.1+ds1-8+deb12u1+b3, containerd 1.6.20~ds1-1+deb12u3).
# Input:    two images with a command, CMD ["/bin/echo", "hello"], the second with ENTRYPOINT [""] besides: the way to take an
#           entry point away in `commit --change`, where ENTRYPOINT [] is nothing to Docker. A current docker plugin of Packer
#           (1.1.5) writes it into every image whose base image has no entry point.
# Seen:     both engines run both images. containerd runs the first; the second is taken and unpacked, and its container cannot
#           be created: exec: "": executable file not found in $PATH.
# Why:      Docker and Podman take a list of one empty word for no list; containerd puts the two lists together as they are.
# So:       an image that "runs here" need not run in a cluster. Where the base image has no entry point none is set, or the
#           command is set as entry point.
set -euo pipefail
work=$(mktemp -d)
trap '[[ ! -s pid ]] || { kill "$(cat pid)" && wait; }; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq docker.io=20.10.24+dfsg1-1+deb12u1+b6 podman=4.3.1+ds1-8+deb12u1+b3 \
  containerd=1.6.20~ds1-1+deb12u3 busybox-static runc conmon \
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

mkdir -p files/bin && cp debian/bin/busybox files/bin/echo && tar -C files -cf files.tar .
for engine in docker podman; do
  command=(--change 'CMD ["/bin/echo", "hello"]')
  $engine import "${command[@]}" files.tar image:plain >/dev/null 2>&1
  $engine import "${command[@]}" --change 'ENTRYPOINT [""]' files.tar image:empty >/dev/null 2>&1
done
docker save --output images.tar image:plain image:empty
ctr() { run ctr --address "$work/exec/containerd/containerd.sock" "$@"; } # the containerd that Docker has started for itself
ctr images import --snapshotter native images.tar >/dev/null
for image in plain empty; do
  echo "$image: docker says $(docker run --rm --network none "image:$image" 2>&1)"
  echo "$image: podman says $(podman run --rm --network none --ulimit nofile=512:512 --ulimit nproc=512:512 "image:$image" 2>&1)"
  echo "$image: containerd says $(ctr run --rm --snapshotter native "docker.io/library/image:$image" "$image" 2>&1)"
done | tee output.txt
diff <(sed 's/says ctr: .*: exec:/says exec:/' output.txt) - <<'TXT' || { echo 'changed'; exit 1; }
plain: docker says hello
plain: podman says hello
plain: containerd says hello
empty: docker says hello
empty: podman says hello
empty: containerd says exec: "": executable file not found in $PATH: unknown
TXT
echo 'as described'
