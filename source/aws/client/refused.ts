import { systemErrorCode } from '../../base/problem.ts';

/** A call of AWS that came to nothing, told as the SDKs for Go tell it, so that one table knows both. */
export class AwsRefusal extends Error {
	override readonly name = 'AwsRefusal';
	/** EC2's code, `UnauthorizedOperation`; empty if nobody answered. */
	readonly code: string;
	/** The call that came to nothing, `EC2:DescribeImages`; undefined if it is about more than one. */
	readonly call: string | undefined;

	constructor(message: string, code: string, cause: unknown, call?: string) {
		super(message, { cause });
		this.code = code;
		this.call = call;
	}
}

/** Somebody did not answer in the time that we had: `AWS`, and milliseconds. */
export class Silence extends Error {
	override readonly name = 'TimeoutError';

	constructor(who: string, limit: number) {
		super(`${who} did not answer within ${limit / 1000} seconds`);
	}
}

/** What came back is no answer of AWS. */
export class NotAws extends Error {
	override readonly name = 'NotAws';

	constructor() {
		super('What answered is not AWS: something on the way, a proxy, or a wrong AWS_ENDPOINT_URL');
	}
}

/** What the errors of the network are called in a sentence of Go. */
const dialed: Readonly<Record<string, string>> = {
	ENOTFOUND: 'no such host',
	EAI_AGAIN: 'no such host',
	ECONNREFUSED: 'connection refused',
	ENETUNREACH: 'network is unreachable',
	EHOSTUNREACH: 'network is unreachable',
	ETIMEDOUT: 'i/o timeout',
};

const detail = (error: Error, key: string): string =>
	key in error ? String(Object.getOwnPropertyDescriptor(error, key)?.value ?? '') : '';

/** `dial tcp: lookup ec2.eu-west-1.amazonaws.com: no such host`, undefined for what is no error of the network. */
const dialText = (error: Error): string | undefined => {
	const code = systemErrorCode(error) ?? '';
	const said = error.name === 'TimeoutError' ? 'i/o timeout' : dialed[code];
	if (said === undefined) {
		return undefined;
	}

	const address = [detail(error, 'address'), detail(error, 'port')].filter(Boolean).join(':');
	return `dial tcp ${detail(error, 'hostname') || address || 'AWS'}: ${said}`;
};

/** An error of the network in the words of who wanted keys, who keeps no more of it: `Error: connect ECONNREFUSED 127.0.0.1:1`. */
const wrapped = new RegExp(`\\b(${Object.keys(dialed).join('|')})\\b(?: ([\\w.:[\\]-]+))?|^TimeoutError\\b`);

const wrappedDialText = ({ name, message }: Error): string | undefined => {
	const [found, code = '', where = 'AWS'] =
		(name === 'CredentialsProviderError' && wrapped.exec(message)) || [];
	return found === undefined ? undefined : `dial tcp ${where}: ${dialed[code] ?? 'i/o timeout'}`;
};

/** What the SDK for JavaScript adds where an answer is no XML, as a page of a proxy (@aws-sdk/client-ec2 3.1169). */
const unread = 'Deserialization error: to see the raw response';

/** `https response error StatusCode: 500, `, where AWS itself failed. */
const statusText = (error: Error): string => {
	const told: unknown = Object.getOwnPropertyDescriptor(error, '$metadata')?.value;
	const status = Number(Object.getOwnPropertyDescriptor(Object(told), 'httpStatusCode')?.value);
	return status >= 500 ? `https response error StatusCode: ${status}, ` : '';
};

/** The error of a call as one that the table of failures knows. */
export const refusalOf = (thrown: unknown, service: string, operation: string): AwsRefusal => {
	const call = `${service}:${operation}`;
	if (!(thrown instanceof Error)) {
		return new AwsRefusal(String(thrown), '', thrown, call);
	}

	const error = thrown.message.includes(unread) ? new NotAws() : thrown;
	if (error instanceof Silence) {
		return new AwsRefusal(error.message, '', error, call);
	}

	const dial = dialText(error) ?? wrappedDialText(error);
	const said =
		dial ??
		(error.name === 'CredentialsProviderError'
			? `failed to refresh cached credentials, ${error.message}`
			: error instanceof NotAws
				? error.message
				: `${statusText(error)}api error ${error.name}: ${error.message}`);
	return new AwsRefusal(
		`operation error ${service}: ${operation}, ${said}`,
		dial === undefined && !(error instanceof NotAws) ? error.name : '',
		thrown,
		call,
	);
};
