import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type Plugin, transform } from 'esbuild';
import { atFirstCall } from './at-first-call.ts';
import { leanBuiltins } from './builtins.ts';
import { leanSchemas, leanSdk } from './lean-sdk.ts';
import { yogaAsFile } from './yoga.ts';

/** A way to credentials that the program never takes: it names the one source that they come from. */
const otherCredentials = /^@aws-sdk\/credential-provider-(cognito-identity|env|ini|login|node|process)$/;

/** What packages ask for and the program never comes to, so that it is no part of the program. */
const leftOut: Readonly<Record<string, RegExp>> = {
	// Ink can load React's developer tools, which are not installed.
	ink: /^react-devtools-core$/,
	// conf checks by a JSON Schema and migrates between versions if it is told how. Ours is checked by zod.
	conf: /^(ajv|ajv-formats|semver)(\/|$)/,
	'@aws-sdk/client-ec2': otherCredentials,
	'@aws-sdk/client-iam': otherCredentials,
	// No region of STS is signed for together with others: without that signer the usual one signs.
	'@aws-sdk/client-sts': /^@aws-sdk\/(credential-provider-node|signature-v4-multi-region)$/,
	'@aws-sdk/credential-providers': /^@aws-sdk\/credential-provider-(cognito-identity|env|ini|node|process)$/,
	// The SDK names the browser that it runs in, and reads answers that are streams of events.
	'@aws-sdk/core': /^bowser$/,
	'@smithy/core': /^@smithy\/core\/event-streams$/,
	// A server is no client and asks no agent; ours offers no SFTP, is given its key, and that has no passphrase.
	ssh2: /^(\.\/(client|agent|http-agents|keygen|protocol\/SFTP)\.js|bcrypt-pbkdf)$/,
	// Nothing waits for a process without doing anything else, and no process is told of on the terminal.
	execa: /\/main-sync\.js$|^figures$/,
	// No schema is asked for its JSON Schema: that of recipes is a file of the package.
	zod: /^\.\.\/core\/(json-schema-processors|to-json-schema)\.js$/,
};

/** The package that a file is of: `@aws-sdk/core`. */
const packageOf = (file: string): string | undefined =>
	/^.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];

/** Gives an empty object for what is left out: whoever would come to it after all, fails there. */
const withoutUnused: Plugin = {
	name: 'without-unused',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /.*/ }, ({ path: wanted, importer }) =>
			leftOut[packageOf(importer) ?? '']?.test(wanted) ? { path: wanted, namespace: 'left-out' } : undefined,
		);
		onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
	},
};

/** ssh2 knows a session of its server by the name of its class. */
const withNamesOfSessions: Plugin = {
	name: 'with-names-of-sessions',
	setup({ onLoad }) {
		onLoad({ filter: /\/ssh2\/lib\/server\.js$/ }, async ({ path: file }) => {
			const { code } = await transform(await readFile(file, 'utf8'), {
				keepNames: true,
				sourcefile: path.basename(file),
				sourcemap: 'inline',
			});
			return { contents: code };
		});
	},
};

/** What stands for a file or a package of which the program never needs what it does. */
const standIns: Readonly<Record<string, RegExp>> = {
	// WebAssembly for one cipher, which the machine of a rehearsal does not offer.
	'module.exports = async () => ({ _malloc: () => 0, cwrap: () => undefined });':
		/\/ssh2\/lib\/protocol\/crypto\/poly1305\.js$/,
	// Processes that are streams, pipes to others, or send messages: ours have an output, which is read whole or by lines.
	"import { createIterable } from './iterable.js'; export const addConvertedStreams = (process, { encoding }) => { process.iterable = createIterable.bind(undefined, process, encoding); };":
		/\/execa\/lib\/convert\/add\.js$/,
	'export const pipeToSubprocess = () => {};': /\/execa\/lib\/pipe\/setup\.js$/,
	'export const addIpcMethods = () => {}; export const getIpcExport = () => ({});':
		/\/execa\/lib\/ipc\/methods\.js$/,
	'export const waitForIpcOutput = async ({ ipcOutput }) => ipcOutput; export const getBufferedIpcOutput = async (_, ipcOutput) => ipcOutput;':
		/\/execa\/lib\/ipc\/buffer-messages\.js$/,
	'export const validateGracefulCancel = () => {}; export const throwOnGracefulCancel = () => [];':
		/\/execa\/lib\/terminate\/graceful\.js$/,
	// What agents for proxies tell their makers.
	'export default () => () => {};': /\/debug\/src\/index\.js$/,
};

const withStandIns: Plugin = {
	name: 'with-stand-ins',
	setup({ onLoad }) {
		for (const [contents, filter] of Object.entries(standIns)) {
			onLoad({ filter }, ({ path: file }) => ({ contents, resolveDir: path.dirname(file) }));
		}
	},
};

/** Lists shorter than this stay as they are, in characters. */
const longList = 8000;

/** The long lists of the catalogue, compressed: they are a tenth then, and no first frame needs them. */
const withPackedLists: Plugin = {
	name: 'with-packed-lists',
	setup({ onLoad }) {
		onLoad({ filter: /\/source\/catalog\/data\/.*\.json$/ }, async ({ path: file }) => {
			const text = JSON.stringify(JSON.parse(await readFile(file, 'utf8')));
			if (text.length < longList) {
				return undefined;
			}

			const packed = brotliCompressSync(text).toString('base64');
			return {
				loader: 'js',
				contents: `import { brotliDecompressSync } from 'node:zlib';
export default JSON.parse(brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString());`,
			};
		});
	},
};

/** What makes the bundle smaller than its packages are, and quicker to begin. */
export const plugins: readonly Plugin[] = [
	leanBuiltins,
	atFirstCall,
	yogaAsFile,
	withoutUnused,
	leanSchemas,
	leanSdk,
	withNamesOfSessions,
	withStandIns,
	withPackedLists,
];
