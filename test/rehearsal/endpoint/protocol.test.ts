import { describe, expect, test } from 'vitest';
import { matches } from '../../../source/rehearsal/endpoint/filters.ts';
import {
	parseParameters,
	structures,
	tagsFor,
	value,
	values,
} from '../../../source/rehearsal/endpoint/parameters.ts';
import { printRefusal, printReply, Refusal } from '../../../source/rehearsal/endpoint/protocol.ts';

describe('parameters', () => {
	test('lists come in the order of their numbers', () => {
		const parameters = parseParameters(
			['InstanceId.10=c', 'InstanceId.2=b', 'InstanceId.1=a', 'InstanceIdX.1=no'].join('&'),
		);
		expect(values(parameters, 'InstanceId')).toEqual(['a', 'b', 'c']);
	});

	test('structures hold their own parameters', () => {
		const parameters = parseParameters('Filter.1.Name=name&Filter.1.Value.1=a%20b&Filter.2.Name=state');
		const [first, second] = structures(parameters, 'Filter');
		expect(first && values(first, 'Value')).toEqual(['a b']);
		expect(second?.get('Name')).toBe('state');
	});

	test('an empty value counts as missing', () => {
		expect(value(parseParameters('VpcId=&SubnetId=s'), 'VpcId')).toBeUndefined();
	});

	test('tags go to the kind of resource that they are for', () => {
		const parameters = parseParameters(
			[
				'TagSpecification.1.ResourceType=instance',
				'TagSpecification.1.Tag.1.Key=a',
				'TagSpecification.1.Tag.1.Value=1',
				'TagSpecification.2.ResourceType=volume',
				'TagSpecification.2.Tag.1.Key=b',
				'TagSpecification.2.Tag.1.Value=',
			].join('&'),
		);
		expect(tagsFor(parameters, 'instance')).toEqual(new Map([['a', '1']]));
		expect(tagsFor(parameters, 'volume')).toEqual(new Map([['b', '']]));
		expect(tagsFor(parameters, 'image')).toEqual(new Map());
	});
});

describe('answers', () => {
	test("in EC2's form", () => {
		expect(printReply('ec2', 'DescribeX', { set: [{ id: 'a&<b>', on: true }], none: undefined }, 'r-1')).toBe(
			'<?xml version="1.0" encoding="UTF-8"?>\n' +
				'<DescribeXResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId>' +
				'<set><item><id>a&amp;&lt;b&gt;</id><on>true</on></item></set></DescribeXResponse>\n',
		);
		expect(printRefusal('ec2', new Refusal('Code', 'Why'), 'r-1')).toBe(
			'<?xml version="1.0" encoding="UTF-8"?>\n' +
				'<Response><Errors><Error><Code>Code</Code><Message>Why</Message></Error></Errors>' +
				'<RequestID>r-1</RequestID></Response>\n',
		);
	});

	test('in the form of STS and IAM', () => {
		expect(printReply('iam', 'GetX', { Roles: [{ Name: 'a' }] }, 'r-1')).toContain(
			'<GetXResult><Roles><member><Name>a</Name></member></Roles></GetXResult>' +
				'<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>',
		);
		expect(printRefusal('sts', new Refusal('Code', 'Why'), 'r-1')).toContain(
			'<Error><Type>Sender</Type><Code>Code</Code><Message>Why</Message></Error><RequestId>r-1</RequestId>',
		);
	});

	test('characters that XML cannot hold are left out, line breaks stay', () => {
		expect(printReply('ec2', 'X', { a: 'b\u0001c\r\n\td\u{1f642}' }, '')).toContain(
			'<a>bc&#13;&#10;&#9;d\u{1f642}</a>',
		);
	});
});

test.for([
	['ubuntu/*-server-*', 'ubuntu/images/x-server-20260427', true],
	['RHEL-10.*_HVM-*', 'RHEL-10X1_HVM-1', false],
	['debian-1?-amd64', 'debian-12-amd64', true],
	['debian-1?-amd64', 'debian-1-amd64', false],
	['a[b]', 'a[b]', true],
	['name', 'xname', false],
] as const)('pattern %s, text %s: %s', ([pattern, text, fits]) => {
	expect(matches(pattern, text)).toBe(fits);
});
