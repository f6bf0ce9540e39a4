import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startTimeline } from '../../../source/builds/timeline/timeline.ts';
import { regionsOf } from '../../../source/targets/aws/builds/remains/regions.ts';
import { makePerson } from '../../helpers/program.ts';
import { journalHeader } from '../../helpers/transcript.ts';

test('it is looked in each region that the template names, by whoever wrote it', async () => {
	const { folder } = await makePerson();
	const recipe = { region: 'us-east-1', copyTo: ['eu-central-1'] };
	const timeline = startTimeline({ ...journalHeader('1.6.6', [], recipe), folder });
	expect(await regionsOf(timeline, {})).toEqual(['us-east-1', 'eu-central-1']);
	const files = {
		'image.pkr.hcl': 'region = "eu-west-1"\navailability_zone = "ap-south-1a"\nami_name = "my-image-1"',
		'more.pkr.hcl': 'kms_key_id = "arn:aws:kms:sa-east-1:1:key/1"\nregion = "us-gov-east-1"',
		'values.auto.pkrvars.hcl': 'aws_region = "ap-southeast-2"',
		'notes.txt': 'region = "eu-north-1"',
	};
	for (const [name, text] of Object.entries(files)) {
		await writeFile(path.join(folder, name), text);
	}

	expect(await regionsOf(timeline, {})).toEqual([
		...['us-east-1', 'eu-central-1', 'eu-west-1', 'us-gov-east-1', 'ap-southeast-2'],
	]);
});
