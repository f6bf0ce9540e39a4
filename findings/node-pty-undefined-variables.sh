#!/usr/bin/env bash
# A variable that is undefined in the environment of a terminal is set there, to the word.
#
# Software: @lydell/node-pty 1.1.0 (npm), on Linux with Node.js 20 or newer.
# Input:    `env` is started with `{ ...process.env, EDITOR: undefined }`, by child_process.spawn and by node-pty.
# Seen:     the child of child_process has no EDITOR; that of node-pty has EDITOR=undefined.
# Why:      Node.js leaves out what is undefined; node-pty joins each name with its value.
# So:       what is to be taken away is left out of the object that a terminal gets.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-fund --no-audit @lydell/node-pty@1.1.0
cat >both.js <<'JS'
import { spawnSync } from 'node:child_process';
import { spawn } from '@lydell/node-pty';

const env = { PATH: process.env.PATH, EDITOR: undefined };
const editor = text => /^EDITOR=.*$/m.exec(text.replaceAll('\r', ''))?.[0] ?? 'none';
const child = editor(spawnSync('env', { env, encoding: 'utf8' }).stdout);
let printed = '';
const terminal = spawn('env', [], { env });
terminal.onData(text => { printed += text; });
terminal.onExit(() => console.log(`child_process: ${child}; node-pty: ${editor(printed)}`));
JS
seen=$(node both.js)
echo "$seen"
[[ $seen == 'child_process: none; node-pty: EDITOR=undefined' ]] || { echo 'changed'; exit 1; }
echo 'as described'
