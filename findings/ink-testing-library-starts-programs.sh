#!/usr/bin/env bash
# Each frame that is rendered by ink-testing-library starts programs that ask for the size of a terminal.
#
# Software: ink-testing-library 4.0.0, ink 8.0.0, terminal-size 4.0.1, react 19.3.1 (npm), on Node.js 22.
# Input:    one <Text> that is rendered four times, in a process without a terminal, as in CI; a `tput` first on PATH that
#           notes its calls.
# Seen:     more `tput cols` than frames. Where there is a terminal its real size counts for the rows, so that a test of a
#           full screen differs from one window to the next.
# Why:      the library's standard output has columns (100) and no rows. Ink needs both, asks terminal-size for what is
#           missing at each frame, and that runs tput where no terminal answers.
# So:       a test hands Ink a stream with rows, or sets them on the library's own standard output before it renders.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts \
  ink@8.0.0 ink-testing-library@4.0.0 react@19.3.1 terminal-size@4.0.1
mkdir bin
cat >bin/tput <<SH
#!/bin/sh
echo "tput \$*" >>$work/started
exit 1
SH
chmod +x bin/tput
cat >frames.mjs <<'JS'
import { Text } from 'ink';
import { render } from 'ink-testing-library';
import { createElement } from 'react';

const ui = render(createElement(Text, null, 'frame 1'));
for (const number of [2, 3, 4]) {
  ui.rerender(createElement(Text, null, `frame ${number}`));
}
console.log(ui.lastFrame());
ui.unmount();
JS
PATH=$work/bin:$PATH setsid --wait node frames.mjs </dev/null
calls=$(grep -c '^tput cols$' started || :)
echo "tput was started $calls times for 4 frames"
((calls >= 4)) || { echo 'changed'; exit 1; }
echo 'as described'
