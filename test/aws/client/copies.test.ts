import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { copyToRegion } from '../../../source/aws/client/copies/copy-image.ts';
import { findSigning } from '../../../source/aws/sign-in.ts';
import { copyText } from '../../../source/targets/aws/flow/words/copies.ts';
import { makePerson } from '../../helpers/program.ts';
import { at } from '../../helpers/whereabouts.ts';

const image = (id: string): string =>
	`<DescribeImagesResponse><imagesSet><item><imageId>${id}</imageId><name>web</name><imageState>available</imageState></item></imagesSet></DescribeImagesResponse>`;

/** An EC2 with the image, that makes a copy at once and says to nobody whom the image is shared with. */
const answers: Readonly<Record<string, (body: URLSearchParams) => readonly [number, string]>> = {
	DescribeImages: body => [
		200,
		body.has('ImageId.1')
			? image(body.get('ImageId.1') ?? '')
			: '<DescribeImagesResponse><imagesSet/></DescribeImagesResponse>',
	],
	CopyImage: () => [200, '<CopyImageResponse><imageId>ami-0bbbbbbbb</imageId></CopyImageResponse>'],
	DescribeImageAttribute: () => [
		403,
		'<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You may not.</Message></Error></Errors></Response>',
	],
};

const listen = async (): Promise<string> => {
	const server = createServer(async (request, response) => {
		let text = '';
		for await (const part of request) {
			text += part;
		}

		const body = new URLSearchParams(text);
		const [status, xml] = answers[body.get('Action') ?? '']?.(body) ?? [400, `<Response>${text}</Response>`];
		response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test('a copy of an image of which one may not read whom it is shared with is there, and says that it is not shared', async () => {
	const person = await makePerson();
	const whereabouts = at({
		HOME: person.home,
		AWS_ENDPOINT_URL_EC2: await listen(),
		AWS_ACCESS_KEY_ID: 'AKIAENV',
		AWS_SECRET_ACCESS_KEY: 'secret',
	});
	const { signIn, endpoint } = await findSigning({ whereabouts, profile: undefined, sdk: 'go-2' });
	if (signIn.kind !== 'found') {
		throw new Error(JSON.stringify(signIn));
	}

	const copied = (isShared: 'yes' | 'maybe' | 'no') =>
		copyToRegion({
			caller: { signer: signIn.signer, endpoint, sdk: 'go-2', whereabouts },
			from: { region: 'us-east-1', ami: 'ami-0aaaaaaaa' },
			region: 'eu-west-1',
			isShared,
			tag: 'packer-wizard:build',
			token: 'once',
			interval: 1,
			began: () => undefined,
			signal: new AbortController().signal,
		});
	expect(await copied('no')).toEqual({ state: 'done', ami: 'ami-0bbbbbbbb' });
	expect(await copied('yes')).toMatchObject({ state: 'failed' });
	const maybe = await copied('maybe');
	expect(maybe).toMatchObject({ state: 'done', ami: 'ami-0bbbbbbbb' });
	expect(copyText({ kind: 'copy', region: 'eu-west-1', ...maybe })).toMatch(
		/^The copy is in eu-west-1: ami-0bbbbbbbb\. It is shared with nobody, since it cannot be read whom the image is shared with: .*UnauthorizedOperation: You may not\.$/,
	);
});
