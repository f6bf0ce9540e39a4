import { Problem } from '../../base/problem.ts';
import { lastValue, type Parsed } from '../../flags/parse.ts';

/**
 * What `--endpoint-url` says, as the variables by which every SDK finds it: ours, that of Packer, and the AWS command line.
 * That of EC2 is named too, since one in a file would go before.
 * @throws Problem (exit 2) if it is no address.
 */
export const endpointVariables = (parsed: Parsed): Readonly<Record<string, string>> => {
	const url = lastValue(parsed, 'endpoint-url');
	if (url === undefined) {
		return {};
	}

	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw new Problem(
			`--endpoint-url takes an address such as http://localhost:4566, not ${JSON.stringify(url)}.`,
		);
	}

	return { AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_EC2: url };
};
