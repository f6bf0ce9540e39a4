import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const perPage = 1000;

const imageItem = (number: number): string =>
	`<item><imageId>ami-${String(number).padStart(17, '0')}</imageId><imageLocation/><imageState>available</imageState><imageOwnerId>111122223333</imageOwnerId><creationDate>2026-01-01T00:00:00.000Z</creationDate><isPublic>false</isPublic><architecture>x86_64</architecture><imageType>machine</imageType><name>${number % 10 === 0 ? 'needle' : 'service'}-golden-image-${number}</name><description>Made by the pipeline of the platform team, number ${number}</description><rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/sda1</rootDeviceName><blockDeviceMapping><item><deviceName>/dev/sda1</deviceName><ebs><volumeSize>12</volumeSize></ebs></item></blockDeviceMapping><virtualizationType>hvm</virtualizationType><enaSupport>true</enaSupport></item>`;

const identity =
	'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ann</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

const answer = (parameters: URLSearchParams, images: number): string => {
	const action = parameters.get('Action') ?? '';
	if (action === 'GetCallerIdentity') {
		return identity;
	}

	const isOwn = action === 'DescribeImages' && parameters.get('Owner.1') === 'self';
	const first = Number(parameters.get('NextToken') ?? '0');
	const last = isOwn ? Math.min(images, first + perPage) : first;
	const items = Array.from({ length: last - first }, (_, index) => imageItem(first + index)).join('');
	const next = isOwn && last < images ? `<nextToken>${last}</nextToken>` : '';
	return `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><imagesSet>${items}</imagesSet>${next}</${action}Response>`;
};

/** Plays an EC2 whose account owns so many images, in pages; every tenth has `needle` in its name. */
export const playManyImages = async (
	images: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> => {
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const part of request) {
			body += part;
		}

		response.writeHead(200, { 'content-type': 'text/xml' }).end(answer(new URLSearchParams(body), images));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			server.closeAllConnections();
			server.close();
		},
	};
};
