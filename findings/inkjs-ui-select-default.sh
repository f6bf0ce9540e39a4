#!/usr/bin/env bash
# The Select of @inkjs/ui cannot be left on its default: the mark starts at the first row, and Enter on the default row does
# nothing.
#
# Software: @inkjs/ui 2.0.0, Ink 8.0.0, React 19.3.1, ink-testing-library 4.0.0 (npm), on Node.js 22.
# Input:    three options, defaultValue the second, onChange; keys: Enter; Down, Enter; Down, Down, Enter.
# Seen:     Enter at once chooses the first, not the default. On the default row Enter calls onChange never, so that a form
#           that goes on with onChange stands still there. On the third row it is called.
# Why:      the focus knows nothing of defaultValue, and onChange is only called by a value that differs from the last one.
# So:       packer-wizard has lists of its own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts @inkjs/ui@2.0.0 ink@8.0.0 react@19.3.1 ink-testing-library@4.0.0
cat >select.mjs <<'JS'
import { setTimeout as wait } from 'node:timers/promises';
import { Select } from '@inkjs/ui';
import { render } from 'ink-testing-library';
import React from 'react';

const options = ['one', 'two', 'three'].map(value => ({ label: value, value }));
const down = '\u001B[B';
for (const keys of [['\r'], [down, '\r'], [down, down, '\r']]) {
  const changes = [];
  const props = { options, defaultValue: 'two', onChange: value => changes.push(value) };
  const app = render(React.createElement(Select, props));
  await wait(200);
  for (const key of keys) {
    app.stdin.write(key);
    await wait(200);
  }
  app.unmount();
  console.log(JSON.stringify(keys), 'onChange:', JSON.stringify(changes));
}
JS
node select.mjs | tee output.txt
diff <(cut -d: -f2 output.txt) - <<'TXT' || { echo 'changed'; exit 1; }
 ["one"]
 []
 ["three"]
TXT
echo 'as described'
