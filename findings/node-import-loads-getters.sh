#!/usr/bin/env bash
# `import 'node:http'` loads much that `process.getBuiltinModule('node:http')` does not.
#
# Software: Node.js 22.23.2 (npm: node).
# Input:    two ES modules that get Node's `http`, one by an import, one by process.getBuiltinModule; each prints whether undici,
#           Node's fetch, was loaded.
# Seen:     by the import it was, by the call it was not. Nothing in either uses fetch.
# Why:      to give an ES module its named exports, Node.js reads each property of the module once. Some of `http` (WebSocket,
#           CloseEvent, MessageEvent) are getters that load what is behind them.
# So:       a program that has to begin quickly takes such modules by the call, or when they are needed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-fund --no-audit node@22.23.2
PATH=$work/node_modules/node/bin:$PATH
print="console.log(process.moduleLoadList.some(name => name.endsWith('undici/undici')));"
echo "import 'node:http'; $print" >import.js
echo "process.getBuiltinModule('node:http'); $print" >call.js
seen="$(node --version): by import $(node import.js), by call $(node call.js)"
echo "$seen"
[[ $seen == 'v22.23.2: by import true, by call false' ]] || { echo 'changed'; exit 1; }
echo 'as described'
