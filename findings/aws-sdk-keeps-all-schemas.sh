#!/usr/bin/env bash
# A bundle that asks EC2 one thing holds the schemas of all its operations.
#
# Software: @aws-sdk/client-ec2 3.1169.0, esbuild 0.28.2 (npm).
# Input:    a file that imports EC2Client and DescribeImagesCommand, bundled from the ES modules of the package and minified.
# Seen:     the bundle names AcceptAddressTransferRequest, which nothing in it uses, and is larger than 400,000 bytes.
# Why:      the package says that it has no side effects, but its schemas lie in one file, as arrays some of whose elements
#           are objects with computed keys (`[name]: …`). A computed key may call code, so esbuild takes each such array for
#           one that does something, and with it all that it names.
# So:       a build that marks those arrays as pure is a small part of that.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-fund --no-audit @aws-sdk/client-ec2@3.1169.0 esbuild@0.28.2
cat >ask.js <<'JS'
import { DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2';

console.log(typeof EC2Client, typeof DescribeImagesCommand);
JS
npx esbuild ask.js --bundle --minify --format=esm --platform=node --main-fields=module,main --outfile=out.js --log-level=error
size=$(stat --format=%s out.js)
others=$(grep -c AcceptAddressTransferRequest out.js || :)
echo "$size bytes; lines that name a request which nobody makes: $others"
((size > 400000 && others > 0)) || { echo 'changed'; exit 1; }
echo 'as described'
