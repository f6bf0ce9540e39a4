import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from './protocol.ts';
import { type Credentials, type Received, type Signature, signatureOf } from './signature.ts';

const minute = 60_000;
/** How far a client's clock may be off, in milliseconds, as EC2's list of error codes has it (RequestExpired). */
const tolerance = 15 * minute;
/** The longest that a presigned address is valid, in seconds. */
const longestLifetime = 7 * 24 * 60 * 60;

const parseTime = (text: string): number =>
	Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

const isInTime = ({ time, lifetime }: Signature, now: number): boolean => {
	const signed = parseTime(time);
	const end = signed + (lifetime === undefined ? tolerance : Math.min(lifetime, longestLifetime) * 1000);
	return signed - tolerance <= now && now <= end;
};

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether two texts are the same, in a time that does not tell how much of them is. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(hash(a), hash(b));

const refusals = {
	unknown: (isEc2: boolean) =>
		isEc2
			? new Refusal('AuthFailure', 'AWS was not able to validate the provided access credentials', 401)
			: new Refusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
	expired: (isEc2: boolean, time: string) =>
		isEc2
			? new Refusal('RequestExpired', 'Request has expired.')
			: new Refusal('SignatureDoesNotMatch', `Signature expired or not yet current: ${time}`, 403),
	wrong: () =>
		new Refusal(
			'SignatureDoesNotMatch',
			'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
				'Access Key and signing method. Consult the service documentation for details.',
			403,
		),
};

/**
 * Lets a request pass that was signed with these keys, now.
 * @throws Refusal with AWS's code: EC2's own, or the one that the other services share.
 */
export const authenticate = (
	request: Received,
	signature: Signature | undefined,
	credentials: Credentials,
	now: number,
): void => {
	if (!signature) {
		throw new Refusal('MissingParameter', 'The request must contain the parameter AWSAccessKeyId');
	}

	const isEc2 = signature.service === 'ec2';
	if (!isSame(signature.accessKeyId, credentials.accessKeyId)) {
		throw refusals.unknown(isEc2);
	}

	if (!isInTime(signature, now)) {
		throw refusals.expired(isEc2, signature.time);
	}

	const isWhole = signature.signedHeaders.includes('host') && signature.time.startsWith(signature.date);
	if (!isWhole || !isSame(signature.value, signatureOf(request, signature, credentials))) {
		throw refusals.wrong();
	}
};
