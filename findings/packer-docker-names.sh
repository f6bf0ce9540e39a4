#!/usr/bin/env bash
# Of an image with two names Packer's docker-push pushes three and docker-save keeps one; and when the second push fails it says
# that nothing was made.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1). The docker plugin 1.1.5 does the same.
# Input:    docker-tag with tags = ["1.0", "latest"], then docker-push and docker-save; a `docker` first on PATH that notes its
#           calls, and in the second build refuses to push 1.0.
# Seen:     latest is pushed, 1.0, and latest again; saved is latest alone, so that a machine which loads the file has no 1.0.
#           In the second build the last line is "Builds finished but no artifacts were created", though latest is in the
#           registry and both names are on the machine.
# Why:      the id of docker-tag's artifact is its last name; docker-push takes the id and all names, docker-save the id. An
#           error in a post-processor takes back what is said of the artifact, not what was done.
# So:       what was pushed is read from the lines "Pushing:". Whoever wants all names in a file calls docker save with them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
mkdir bin
cat >bin/docker <<'SH'
#!/bin/sh
echo "$*" >>calls.txt
case "$*" in
  -v) echo 'Docker version 20.10.24, build 297e128' ;;
  import*) echo sha256:0123456789ab ;;
  "push $REFUSED") echo denied >&2; exit 1 ;;
esac
SH
chmod +x bin/docker
export PATH=$work/bin:$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work HOME=$work
touch file && tar -cf files.tar file

cat >image.pkr.hcl <<'HCL'
source "null" "one" {
  communicator = "none"
}

build {
  sources = ["source.null.one"]
  post-processors {
    post-processor "artifice" {
      files = ["files.tar"]
    }
    post-processor "docker-import" {
      repository          = "shop/web"
      keep_input_artifact = true
    }
    post-processor "docker-tag" {
      repository = "shop/web"
      tags       = ["1.0", "latest"]
    }
    post-processor "docker-push" {}
    post-processor "docker-save" {
      path = "saved.tar"
    }
  }
}
HCL
build() { # build REFUSED: the name whose push is refused
  local status=0
  rm -f calls.txt
  REFUSED=$1 packer build -color=false image.pkr.hcl >said.txt 2>&1 || status=$?
  grep -E '^(push|save|rmi)' calls.txt
  echo "exit $status; $(grep -aoE 'no artifacts were created|with tags.*' said.txt | tail -n 1)"
}
{
  build none
  build shop/web:1.0
} | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
push shop/web:latest
push shop/web:1.0
push shop/web:latest
save shop/web:latest
exit 0; with tags shop/web:1.0 shop/web:latest
push shop/web:latest
push shop/web:1.0
exit 1; no artifacts were created
TXT
echo 'as described'
