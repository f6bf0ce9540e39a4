#!/usr/bin/env bash
# Inquirer ends the output stream that it is given: the second prompt on it works and shows nothing.
#
# Software: @inquirer/prompts 8.8.0 (npm), on Node.js 22.
# Input:    two prompts one after the other, with the same PassThrough as `output`.
# Seen:     the first shows its question, takes its answer, and the stream is ended then. The second takes its answer, too,
#           but not a character of it is written, and there is no error and no event.
# Why:      at the end of a prompt the stream that mutes the echo is ended, and it hands the end on to what it is piped to.
#           A process's own standard output cannot be ended and goes on; so nobody sees it at a terminal.
# So:       who shows prompts on a stream of their own (a log, a socket, a test) hands each prompt a stream of its own that
#           writes into it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts @inquirer/prompts@8.8.0
cat >ask.mjs <<'JS'
import { PassThrough } from 'node:stream';
import { input } from '@inquirer/prompts';

const output = new PassThrough();
const keys = new PassThrough();
let shown = '';
output.on('data', data => (shown += data));
output.on('error', error => console.log(`error: ${error.code}`));
for (const [question, key] of [['First?', 'a'], ['Second?', 'b']]) {
  setTimeout(() => keys.write(`${key}\n`), 300);
  const answer = await input({ message: question }, { input: keys, output });
  console.log(`${question} answer ${answer}, shown ${shown.includes(question)}, stream ended ${output.writableEnded}`);
}
JS
timeout 30 node ask.mjs | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
First? answer a, shown true, stream ended true
Second? answer b, shown false, stream ended true
TXT
echo 'as described'
