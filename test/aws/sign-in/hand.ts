/** What Packer is handed in a set-up, where that is: reads it as JSON from standard input, prints variables or null. */
import { text } from 'node:stream/consumers';
import { keysToHand } from '../../../source/aws/client/live/handed.ts';
import { AwsRefusal } from '../../../source/aws/client/refused.ts';
import { callerBy } from '../../../source/targets/aws/builds/remains/callers.ts';

const { signing, sdk, whereabouts } = JSON.parse(await text(process.stdin));
const caller = callerBy(signing, sdk, { ...whereabouts, environment: process.env });
try {
	const keys = caller && (await keysToHand(caller, 'us-east-1', new AbortController().signal, '123456'));
	console.log(
		JSON.stringify(
			keys
				? {
						AWS_ACCESS_KEY_ID: keys.accessKeyId,
						AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
						AWS_SESSION_TOKEN: keys.sessionToken,
					}
				: null,
		),
	);
} catch (error) {
	if (!(error instanceof AwsRefusal)) {
		throw error;
	}

	console.log('null');
}
