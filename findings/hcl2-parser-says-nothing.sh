#!/usr/bin/env bash
# hcl2-parser gives nothing for a text with an error, without saying so, and turns an escaped ${ into a live one.
#
# Software: hcl2-parser 1.0.3 (npm), on Node.js 22.
# Input:    a = "$${x}", which is the text ${x}; and an attribute without its value.
# Seen:     the first gives "${x}", which cannot be told from an interpolation; the second gives [null, {}]: no exception, an
#           error without a text.
# So:       it is of no use for templates that people wrote; packer-wizard never parses HCL to write it again.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts hcl2-parser@1.0.3
cat >parse.mjs <<'JS'
import parser from 'hcl2-parser';

const show = text => console.log(JSON.stringify(text), '→', JSON.stringify(parser.parseToObject(text)));
show('a = "$${x}"');
show('a = "${x}"');
show('a = 1\nb = ');
JS
node parse.mjs | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
"a = \"$${x}\"" → [{"a":"${x}"},null]
"a = \"${x}\"" → [{"a":"${x}"},null]
"a = 1\nb = " → [null,{}]
TXT
echo 'as described'
