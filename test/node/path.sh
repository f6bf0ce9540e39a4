# Read by the npm scripts (`. test/node/path.sh`): puts the Node.js that npm brought first on PATH. npm links it as
# node_modules/.bin/node as well, but some versions remove that link again (9.2, with the packages for other machines).
for folder in "$PWD"/node_modules/node-*/bin; do
	if [ -x "$folder/node" ]; then
		PATH="$folder:$PATH"
	fi
done
