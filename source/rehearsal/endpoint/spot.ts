import { type Action, type ActionTable, type Call, here, tagSet, timeText } from './call.ts';
import { find, kinds } from './ids.ts';
import { launch } from './launch.ts';
import { structure, structures, tagsFor, value } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import type { LaunchTemplate, World } from './state.ts';
import { put, without, withRegion } from './world.ts';

const templateXml = (template: LaunchTemplate): Xml => ({
	launchTemplate: {
		launchTemplateId: template.id,
		launchTemplateName: template.name,
		createTime: timeText(template.created),
		defaultVersionNumber: 1,
		latestVersionNumber: 1,
		tagSet: tagSet(template.tags),
	},
});

/** The launch template of a name or an id. @throws Refusal if there is none. */
export const findTemplate = (world: World, call: Call, name: string | undefined, id: string | undefined) => {
	const { launchTemplates } = here(world, call);
	if (name === undefined) {
		return find(kinds.launchTemplate, launchTemplates, id);
	}

	const template = [...launchTemplates.values()].find(candidate => candidate.name === name);
	if (!template) {
		throw new Refusal(
			'InvalidLaunchTemplateName.NotFoundException',
			`The specified launch template, with template name ${name}, does not exist.`,
		);
	}

	return template;
};

const fromTemplate = (world: World, call: Call) => {
	const config = structures(call.parameters, 'LaunchTemplateConfigs')[0] ?? new Map<string, string>();
	const specification = structure(config, 'LaunchTemplateSpecification');
	const template = findTemplate(
		world,
		call,
		value(specification, 'LaunchTemplateName'),
		value(specification, 'LaunchTemplateId'),
	);
	const override = structures(config, 'Overrides')[0] ?? new Map<string, string>();
	const type = value(override, 'InstanceType') ?? value(template.data, 'InstanceType') ?? '';
	return { template, type };
};

// An instant fleet answers with the errors of its launches instead of failing.
const createFleet: Action = (world, call) => {
	const fleetId = call.tools.newId('fleet');
	const { template, type } = fromTemplate(world, call);
	const launchTemplateAndOverrides = {
		launchTemplateSpecification: { launchTemplateId: template.id, version: '1' },
		overrides: { instanceType: type },
	};
	try {
		const request = new Map([...template.data, ['InstanceType', type]]);
		const { instances, world: next } = launch(world, call, request, true);
		return {
			world: next,
			body: {
				fleetId,
				fleetInstanceSet: [
					{
						launchTemplateAndOverrides,
						lifecycle: 'spot',
						instanceIds: instances.map(instance => instance.id),
						instanceType: type,
					},
				],
			},
		};
	} catch (error) {
		if (!(error instanceof Refusal)) {
			throw error;
		}

		return {
			body: {
				fleetId,
				errorSet: [
					{
						launchTemplateAndOverrides,
						lifecycle: 'spot',
						errorCode: error.code,
						errorMessage: error.message,
					},
				],
			},
		};
	}
};

/** Spot instances, the way Packer gets them: a launch template and an instant fleet of one. */
export const spotActions: ActionTable = {
	CreateLaunchTemplate: (world, call) => {
		const { launchTemplates } = here(world, call);
		const name = value(call.parameters, 'LaunchTemplateName') ?? '';
		if ([...launchTemplates.values()].some(template => template.name === name)) {
			throw new Refusal(
				'InvalidLaunchTemplateName.AlreadyExistsException',
				`Launch template name already in use.`,
			);
		}

		const template: LaunchTemplate = {
			id: call.tools.newId('lt'),
			name,
			data: structure(call.parameters, 'LaunchTemplateData'),
			created: call.now,
			tags: tagsFor(call.parameters, 'launch-template'),
		};
		return {
			world: withRegion(world, call.region, { launchTemplates: put(launchTemplates, template) }),
			body: templateXml(template),
		};
	},

	CreateFleet: createFleet,

	DeleteLaunchTemplate: (world, call) => {
		const template = findTemplate(
			world,
			call,
			value(call.parameters, 'LaunchTemplateName'),
			value(call.parameters, 'LaunchTemplateId'),
		);
		return {
			world: withRegion(world, call.region, {
				launchTemplates: without(here(world, call).launchTemplates, template.id),
			}),
			body: templateXml(template),
		};
	},
};
