#!/usr/bin/env bash
# The search prompt of Inquirer forgets an Enter that arrives together with the text before it.
#
# Software: @inquirer/prompts 8.8.0, @lydell/node-pty 1.1.0 (npm), on Node.js 22.
# Input:    three choices; a terminal that gets `ban` and Enter in one write, as from a paste, a slow line or a script.
# Seen:     in two writes the answer is banana. In one the text is there, the choice is marked, and the prompt waits until
#           Enter is pressed once more.
# Why:      the list is loading until the source has answered for the new text, and Enter while it loads is dropped.
# So:       tests that type into it must wait for the list, and people who paste press Enter twice.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts @inquirer/prompts@8.8.0 @lydell/node-pty@1.1.0
cat >ask.mjs <<'JS'
import { search } from '@inquirer/prompts';

const fruit = ['apple', 'banana', 'cherry'];
const source = async (term = '') => fruit.filter(name => name.includes(term)).map(value => ({ value }));
console.log(`answer: ${await search({ message: 'Which?', source })}`);
JS
cat >type.mjs <<'JS'
import { setTimeout as wait } from 'node:timers/promises';
import pty from '@lydell/node-pty';

for (const writes of [['ban', '\r'], ['ban\r'], ['ban\r', '\r']]) {
  const terminal = pty.spawn(process.execPath, ['ask.mjs'], { cols: 80, rows: 24 });
  let output = '';
  let over = false;
  terminal.onData(data => (output += data));
  terminal.onExit(() => (over = true));
  while (!output.includes('cherry')) await wait(50);
  for (const text of writes) {
    terminal.write(text);
    await wait(1500);
  }
  console.log(JSON.stringify(writes), /answer: \w+/.exec(output)?.[0] ?? 'no answer');
  if (!over) terminal.kill();
}
JS
node type.mjs | tee output.txt
diff <(sed 's/.*\] //' output.txt) - <<'TXT' || { echo 'changed'; exit 1; }
answer: banana
no answer
answer: banana
TXT
echo 'as described'
