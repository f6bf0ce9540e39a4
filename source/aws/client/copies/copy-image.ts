import { createEc2 } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import { copyThere, orderCopy } from './begin.ts';
import { untilReady } from './finish.ts';
import { patternOf } from './pattern.ts';
import type { CopyRequest, CopyResult } from './request.ts';

/**
 * Copies an image to another region and waits until AWS has made it; what AWS refuses is the result.
 * @throws the reason of the signal: what has begun goes on in AWS. Problem (exit 4) if nobody can sign in.
 */
export const copyToRegion = async (request: CopyRequest): Promise<CopyResult> => {
	let { ami } = request;
	try {
		const ec2 = await createEc2(request.caller, request.region);
		const pattern = await patternOf(request);
		const there = await copyThere(ec2, request, pattern);
		ami = there?.ImageId ?? (await orderCopy(ec2, request, pattern));
		if (ami !== request.ami || there?.State === 'pending') {
			request.began(ami);
		}

		return await untilReady(ec2, ami, pattern, request);
	} catch (error) {
		request.signal.throwIfAborted();
		if (error instanceof AwsRefusal) {
			return { state: 'failed', said: error.message, ...(ami !== undefined && { ami }) };
		}

		throw error;
	}
};
