import { expect, test } from 'vitest';
import { hourlyPrice } from '../../source/catalog/prices.ts';
import { priceText } from '../../source/targets/aws/recipe/price.ts';

// Prices that AWS shows on its page for on-demand machines.
test.each([
	['t3.micro', 'us-east-1', 0.0104],
	['t3.micro', 'eu-central-1', 0.012],
	['t3.large', 'us-east-1', 0.0832],
	['m5.xlarge', 'us-east-1', 0.192],
	['c6g.large', 'ap-northeast-1', 0.0856],
	['t4g.small', 'eu-west-1', 0.0184],
])('%s in %s costs %d, also where the list has a hole or dedicated hardware', (type, region, usd) => {
	expect(hourlyPrice(type, region)?.usd).toBeCloseTo(usd, 4);
});

test.each([
	['c5.metal', 'us-east-1'],
	['g4dn.xlarge', 'us-east-1'],
	['t3.micro', 'xx-moon-1'],
	['t9.micro', 'us-east-1'],
	['t3', 'us-east-1'],
])('nothing is said of %s in %s', (type, region) => {
	expect(priceText(type, region)).toBeUndefined();
});

test('the sentence names the list by its month', () => {
	expect(priceText('t3.micro', 'eu-west-1')).toBe('about $0.0114 an hour, says our list of March 2025');
});
