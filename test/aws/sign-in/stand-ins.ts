/**
 * Everything that Packer asks while it signs in, played inside a network namespace: AWS behind a proxy that tells by its
 * user name which set-up asks, and the services of an instance and of a container. Prints one line of JSON for each
 * request. Arguments: the certificate and its key.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';

type Caller = { readonly setUp: string; readonly host: string };

const [certificate = '', key = ''] = process.argv.slice(2);

const credentials = (id: string) => ({ id, secret: 'secret', token: 'token', until: '2099-01-01T00:00:00Z' });

const stsAnswer = (action: string, id: string): string => {
	const { secret, token, until } = credentials(id);
	return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>
<Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey><SessionToken>${token}</SessionToken><Expiration>${until}</Expiration></Credentials>
<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/x/y</Arn><AssumedRoleId>A:y</AssumedRoleId></AssumedRoleUser>
<Arn>arn:aws:sts::111122223333:assumed-role/x/y</Arn><UserId>A</UserId><Account>111122223333</Account>
</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
};

const stsError = (code: string): string =>
	`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>refused</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

const ec2Error =
	'<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>seen</Message></Error></Errors><RequestID>1</RequestID></Response>';

const send = (response: ServerResponse, status: number, body: string, type = 'text/xml'): void => {
	response.writeHead(status, { 'content-type': type }).end(body);
};

const answerSts = (form: URLSearchParams, signer: string | undefined, response: ServerResponse): void => {
	const action = form.get('Action') ?? '';
	const role = form.get('RoleArn')?.replace(/^.*\//, '') ?? '';
	const by = form.get('WebIdentityToken') ?? signer ?? 'NOBODY';
	// A device gives one code.
	const isCoded = !form.has('SerialNumber') || form.get('TokenCode') === '123456';
	if (role === 'refused' || !isCoded) {
		send(response, 403, stsError('AccessDenied'));
	} else {
		send(response, 200, stsAnswer(action, `${role}.${by}`));
	}
};

/** The portal of SSO: what the sign-in of a person is worth. */
const answerPortal = (request: IncomingMessage, response: ServerResponse): void => {
	const { searchParams } = new URL(request.url ?? '', 'https://portal');
	if (request.headers['x-amz-sso_bearer_token'] === 'revoked') {
		response.setHeader('x-amzn-errortype', 'UnauthorizedException');
		send(response, 401, '{"message":"Session token not found or invalid"}', 'application/json');
		return;
	}

	const id = `${searchParams.get('role_name')}.SSO.${searchParams.get('account_id')}`;
	const roleCredentials = {
		accessKeyId: id,
		secretAccessKey: 'secret',
		sessionToken: 'token',
		expiration: Date.parse('2099-01-01'),
	};
	send(response, 200, JSON.stringify({ roleCredentials }), 'application/json');
};

/** Says who was asked, and with what. */
const tell = (
	{ setUp, host }: Caller,
	{ headers, url }: IncomingMessage,
	body = '',
): { readonly form: URLSearchParams; readonly signer: string | undefined } => {
	const form = new URLSearchParams(body);
	const signer = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1];
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	const text = [...lines, ...[...form].map(([name, value]) => `${name}=${value}`)].join('\n');
	console.log(JSON.stringify({ setUp, host, action: form.get('Action') ?? url, signer, text }));
	return { form, signer };
};

const answerAws = async (
	caller: Caller,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> => {
	let body = '';
	for await (const part of request.setEncoding('utf8')) {
		body += part;
	}

	const { host } = caller;
	const { form, signer } = tell(caller, request, body);
	if (host.startsWith('sts.') && form.has('Action')) {
		answerSts(form, signer, response);
	} else if (host.startsWith('portal.sso.')) {
		answerPortal(request, response);
	} else if (host.startsWith('oidc.')) {
		send(response, 200, '{"accessToken":"fresh","expiresIn":3600,"tokenType":"Bearer"}', 'application/json');
	} else if (form.get('Action') === 'GetCallerIdentity') {
		answerSts(form, signer, response);
	} else {
		send(response, 403, ec2Error);
	}
};

const callers = new Map<number, Caller>();
const aws = https.createServer(
	{ cert: readFileSync(certificate), key: readFileSync(key) },
	(request, response) => {
		const caller = callers.get(request.socket.remotePort ?? 0);
		void answerAws(caller ?? { setUp: '?', host: '?' }, request, response);
	},
);

const proxy = createServer();
proxy.on('connect', (request: IncomingMessage, socket) => {
	const login = request.headers['proxy-authorization']?.replace(/^Basic /, '') ?? '';
	const [setUp = '?'] = Buffer.from(login, 'base64').toString().split(':');
	const address = aws.address();
	const upstream = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1', () => {
		callers.set(upstream.localPort ?? 0, { setUp, host: request.url ?? '' });
		socket.write('HTTP/1.1 200 OK\r\n\r\n');
		upstream.pipe(socket).pipe(upstream);
	});
	upstream.on('error', () => socket.destroy());
	socket.on('error', () => upstream.destroy());
});

/** An EC2 elsewhere: its path says which set-up asks. */
const elsewhere = createServer((request, response) => {
	const setUp = request.url?.split('/')[1] ?? '?';
	void answerAws({ setUp, host: 'elsewhere' }, request, response);
});

const roleAnswer = (id: string): string => {
	const { secret, token, until } = credentials(id);
	return JSON.stringify({
		Code: 'Success',
		Type: 'AWS-HMAC',
		AccessKeyId: id,
		SecretAccessKey: secret,
		Token: token,
		Expiration: until,
		LastUpdated: '2026-01-01T00:00:00Z',
	});
};

/** What tells nobody which set-up asks. */
const near = (host: string): Caller => ({ setUp: '?', host });

const metadata = (hasTokens: boolean) =>
	createServer((request, response) => {
		tell(near('metadata'), request);
		const url = request.url ?? '';
		if (url === '/latest/api/token') {
			response.setHeader('x-aws-ec2-metadata-token-ttl-seconds', '60');
			send(response, hasTokens ? 200 : 404, 'token', 'text/plain');
		} else if (hasTokens && request.headers['x-aws-ec2-metadata-token'] !== 'token') {
			send(response, 401, '');
		} else if (/security-credentials\/$/.test(url)) {
			send(response, 200, 'builder', 'text/plain');
		} else if (url.endsWith('security-credentials/builder')) {
			send(response, 200, roleAnswer('INSTANCE'), 'application/json');
		} else {
			send(response, 404, '');
		}
	});

const container = () =>
	createServer((request, response) => {
		tell(near('container'), request);
		send(response, 200, roleAnswer('CONTAINER'), 'application/json');
	});

const listen = (server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> =>
	new Promise(resolve => {
		server.once('error', () => resolve());
		server.listen(port, host, resolve);
	});

await new Promise<void>(resolve => aws.listen(0, '127.0.0.1', resolve));
await Promise.all([
	listen(proxy, 3128, '127.0.0.1'),
	listen(elsewhere, 4566, '127.0.0.1'),
	listen(metadata(false), 8001, '127.0.0.1'),
	listen(container(), 8002, '127.0.0.1'),
	listen(container(), 80, '169.254.170.2'),
	// Only an instance has this address.
	listen(metadata(true), 80, '169.254.169.254'),
]);
console.log('ready');
