#!/usr/bin/env bash
# The two ways to import zod that its documentation shows come to bundles of very different weight.
#
# Software: zod 4.6.7, esbuild 0.28.2 (npm).
# Input:    a file that checks one text, once with `import { z } from 'zod'`, once with `import * as z from 'zod'`; both
#           bundled and minified.
# Seen:     the first bundle is more than four times as large as the second.
# Why:      `z` is an object that holds all of zod, the messages in every language among it. A bundler cannot tell which of
#           its properties are used, and keeps all; of a namespace it can.
# So:       a program that is bundled imports the namespace.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-fund --no-audit zod@4.6.7 esbuild@0.28.2
echo "import { z } from 'zod'; console.log(z.string().parse('a'));" >object.js
echo "import * as z from 'zod'; console.log(z.string().parse('a'));" >namespace.js
for way in object namespace; do
  npx esbuild "$way.js" --bundle --minify --format=esm --platform=node --outfile="$way.out.js" --log-level=error
  [[ $(node "$way.out.js") == a ]]
done
object=$(stat --format=%s object.out.js)
namespace=$(stat --format=%s namespace.out.js)
echo "{ z }: $object bytes, * as z: $namespace bytes"
((object > 4 * namespace)) || { echo 'changed'; exit 1; }
echo 'as described'
