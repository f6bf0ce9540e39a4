#!/usr/bin/env bash
# Of the tests: asks for the same as the real one, in the same order, and fails in the same way.
set -e

version='' fetch=v0.4.6 owner=$(id -un) from=''
while [ $# -gt 0 ]; do
	case $1 in
	--version) version=$2 ;;
	--fetch-version) fetch=$2 ;;
	--user-data-owner) owner=$2 ;;
	--download-url) from=$2 ;;
	*)
		echo "ERROR: Unrecognized argument: $1"
		exit 1
		;;
	esac
	shift 2
done
[ -n "$version" ] || {
	echo 'ERROR: --version is needed'
	exit 1
}

# Neither a checksum nor the exit code of curl is looked at, the status alone.
get() {
	local file status
	file=$(mktemp /tmp/gruntwork-bootstrap-download-XXXXXX)
	echo "Downloading $1 to $file"
	status=$(curl -L -s -w '%{http_code}' -o "$file" "$1") || true
	if [ "$status" != 200 ]; then
		echo "ERROR: Expected status code 200 but got $status when downloading $1"
		exit 1
	fi
	echo 'Got expected status code 200'
	echo "Moving $file to $2"
	sudo mv -f "$file" "$2"
	sudo chmod 0755 "$2"
}

case $(uname -m) in aarch64 | arm64) machine=arm64 ;; *) machine=amd64 ;; esac
echo 'Installing gruntwork-install...'
echo "Installing fetch version $fetch to /usr/local/bin/fetch"
get "https://github.com/gruntwork-io/fetch/releases/download/$fetch/fetch_linux_$machine" /usr/local/bin/fetch
raw=https://raw.githubusercontent.com/gruntwork-io/gruntwork-installer
echo "Installing gruntwork-install version $version to /usr/local/bin/gruntwork-install"
get "${from:-$raw/$version/gruntwork-install}" /usr/local/bin/gruntwork-install
sudo mkdir -p /etc/user-data
sudo chown -R "$owner" /etc/user-data
echo 'Success!'
