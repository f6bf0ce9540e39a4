#!/usr/bin/env bash
# A JSON Schema that zod writes for startsWith names a format that exists nowhere; ajv, as strict as it is by default, refuses it.
#
# Software: zod 4.6.7 and ajv 8.20.0 (npm), on Node.js 22.
# Input:    z.toJSONSchema(z.string().startsWith('ami-')), compiled by ajv.
# Seen:     the schema says "format": "starts_with" beside the pattern; compile throws: unknown format "starts_with".
# So:       a schema that others shall use is written with regex() instead, or goes through `override`.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts zod@4.6.7 ajv@8.20.0
cat >schema.mjs <<'JS'
import Ajv from 'ajv/dist/2020.js';
import { z } from 'zod';

for (const type of [z.string().startsWith('ami-'), z.string().regex(/^ami-/)]) {
  const schema = z.toJSONSchema(type);
  let answer;
  try {
    answer = `ajv takes it: ami-1 ${new Ajv.default().compile(schema)('ami-1')}`;
  } catch (error) {
    answer = `ajv throws: ${error.message}`;
  }
  console.log(JSON.stringify(schema), answer);
}
JS
node schema.mjs | tee output.txt
grep -q '"format":"starts_with".*ajv throws: unknown format "starts_with"' output.txt && grep -q 'ajv takes it: ami-1 true' output.txt || { echo 'changed'; exit 1; }
echo 'as described'
