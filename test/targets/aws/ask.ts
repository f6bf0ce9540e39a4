/** Asks AWS where it is started, as the wizard does: prints what it was told last as JSON. The region is its argument. */
import { createActions } from '../../../source/actions/index.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import type { AwsFacts } from '../../../source/targets/aws/questions/facts.ts';

const [region = ''] = process.argv.slice(2);
const recipe = defaultRecipe();
let last: AwsFacts | undefined;
await createActions({ environment: process.env, cwd: process.cwd() }).askAws(
	{
		decisions: { recipe: { ...recipe, aws: { ...recipe.aws, region } }, folder: null },
		topics: ['identity', 'regions', 'images', 'types', 'subnets', 'profiles', 'keys'],
	},
	facts => {
		last = facts;
	},
	new AbortController().signal,
);
console.log(JSON.stringify(last));
