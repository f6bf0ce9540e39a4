#!/usr/bin/env bash
# Importing Ink's layout engine makes Node.js load its whole fetch.
#
# Software: yoga-layout 3.2.1 (npm), on Node.js 20 or newer.
# Input:    a program that imports yoga-layout, and prints which of Node's own modules were loaded before and after.
# Seen:     undici, Node's fetch, is not loaded before, and is afterwards.
# Why:      the WebAssembly stands in the package as a `data:` address. Its loader asks `fetch` for any address wherever there
#           is a fetch, and decodes the text itself only where there is none.
# So:       who counts milliseconds until a first frame hands the loader its bytes, or hides `fetch` from that file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-fund --no-audit yoga-layout@3.2.1
cat >load.js <<'JS'
const holdsFetch = () => process.moduleLoadList.some(name => name.endsWith('undici/undici'));
const before = holdsFetch();
await import('yoga-layout');
console.log(`undici before: ${before}, after: ${holdsFetch()}`);
JS
seen=$(node load.js)
echo "$seen"
[[ $seen == 'undici before: false, after: true' ]] || { echo 'changed'; exit 1; }
echo 'as described'
