#!/usr/bin/env bash
# One in 256 Ed25519 keys that ssh2 generates is broken: its public key is a byte short.
#
# Software: ssh2 1.17.0 (npm), on Node.js 22.
# Input:    utils.generateKeyPairSync('ed25519'), 4,096 times.
# Seen:     about 16 public keys are 50 bytes long instead of 51 (a length, 11 letters, a length, 32 bytes of key);
#           OpenSSH's ssh-keygen refuses them: "is not a public key file".
# Why:      leading zeros are taken off the key as if it were a number.
# So:       packer-wizard writes the keys of its rehearsal itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts ssh2@1.17.0
cat >keys.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import ssh2 from 'ssh2';

const lengths = {};
for (let i = 0; i < 4096; i++) {
  const { public: text } = ssh2.utils.generateKeyPairSync('ed25519');
  const { length } = Buffer.from(text.split(' ')[1], 'base64');
  lengths[length] = (lengths[length] ?? 0) + 1;
  writeFileSync(`${length}.pub`, `${text}\n`);
}
console.log(JSON.stringify(lengths));
JS
node keys.mjs
ssh-keygen -l -f 51.pub
if [[ ! -f 50.pub ]]; then echo 'changed: no short key among 4,096'; exit 1; fi
if ssh-keygen -l -f 50.pub; then echo 'changed: OpenSSH takes the short key'; exit 1; fi
echo 'as described: some keys are short, and OpenSSH refuses them'
