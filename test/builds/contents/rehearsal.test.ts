import { beforeEach, describe, expect, test } from 'vitest';
import { createActions } from '../../../source/actions/index.ts';
import { startBuild } from '../../../source/builds/start.ts';
import { differenceLines } from '../../../source/flow/words/contents.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson, type Person } from '../../helpers/program.ts';
import { at } from '../../helpers/whereabouts.ts';
import { writeEditedTemplate } from '../hand-edited.ts';
import { endOfBuild, journalOf, requestFor, textsOf } from '../helpers.ts';

/** Lines of a script that make and install a package of nothing. */
const installing = (name: string, version: string): readonly string[] => [
	`mkdir -p /tmp/${name}/DEBIAN /tmp/${name}/usr/share/${name}`,
	`echo ${version} >/tmp/${name}/usr/share/${name}/about`,
	// As a package has it that somebody else made.
	`touch -d 2020-01-01 /tmp/${name}/usr/share/${name}/about`,
	`printf 'Package: ${name}\\nVersion: ${version}\\nArchitecture: all\\nMaintainer: x <x@x>\\nDescription: x\\n' >/tmp/${name}/DEBIAN/control`,
	`dpkg-deb --build /tmp/${name} /tmp/${name}.deb && sudo dpkg --install /tmp/${name}.deb`,
];

/** Rehearses a template that was rendered for these scripts and then changed by hand. */
const rehearse = async (
	person: Person,
	name: string,
	scripts: Readonly<Record<string, readonly string[]>>,
	change?: (template: string) => string,
): Promise<string> => {
	const { recipe, folder } = await writeEditedTemplate(person, name, scripts, change);
	const request = await requestFor(person, folder, {
		recipe,
		mode: 'rehearsal',
		speed: Number.POSITIVE_INFINITY,
	});
	const { id } = await startBuild(request);
	expect(await endOfBuild(person, id)).toMatchObject({ result: 'done' });
	return id;
};

describe('what is in an image', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	test('is told by its machine, and two images are told apart by it, hand edits included', async () => {
		const person = await makePerson({ PACKER_WIZARD_CONTENTS: 'on' });
		const imitation = ['0123 begin', 'deb\\tii \\tinvented\\t1.0\\tall', '0123 end'].map(
			line => `printf '${line}\\n'`,
		);
		// Names that would take more than a line, or more than a field of it.
		const unspeakable = [
			`sudo mkdir "$(printf '/opt/a\\nb')" && sudo touch "$(printf '/opt/a\\nb/c')" "$(printf '/opt/tab\\tx')"`,
			`sudo ln -s "$(printf 'x\\ny')" /opt/leads`,
		];
		const begun = rehearse(person, 'one', {
			tiny: [...installing('tiny', '1.0'), 'echo port=80 | sudo tee /etc/web.conf', 'sleep 0.3'],
			own: [
				...installing('gone', '1:2.0'),
				...unspeakable,
				...imitation,
				'sudo rm -r /tmp/tiny /tmp/gone',
				'sleep 0.3',
			],
		});
		const byHand = [
			"echo '# mine' | sudo tee -a /etc/debconf.conf",
			'sudo mkdir -p /opt/a && sudo ln -s /etc/web.conf /opt/a/link',
			'sleep 0.3',
		];
		const second = await rehearse(
			person,
			'two',
			{
				tiny: [...installing('tiny', '1.1'), 'echo port=81 | sudo tee /etc/web.conf', 'sleep 0.3'],
				own: ['sleep 0.3'],
			},
			template =>
				template.replace(
					/\}\s*$/,
					`\n  provisioner "shell" {\n    inline = ${JSON.stringify(byHand)}\n  }\n}\n`,
				),
		);
		const first = await begun;
		const actions = createActions(at(person.environment, person.folder));
		const { images } = await actions.contents(first);
		expect(images.map(({ target, system, isWhole }) => [target, system.id, isWhole])).toEqual([
			['amazon-ebs.image', 'debian', true],
		]);
		expect(images[0]?.moreFiles).toBe(3);
		expect(
			images[0]?.steps.map(({ name, packages, files }) => [
				name,
				packages.map(one => `${one.name} ${one.version}`),
				files.map(file => file.path).filter(file => !file.startsWith('/home')),
			]),
		).toEqual([
			['tiny', ['tiny 1.0'], ['/etc/web.conf']],
			['own', ['gone 1:2.0'], []],
		]);
		expect(
			differenceLines(await actions.contentsDifference(first, second)).map(line =>
				line.replaceAll(/ {2,}/g, '  '),
			),
		).toEqual([
			expect.stringMatching(/^Packages: 1 removed, 1 upgraded, \d+ the same$/),
			'  removed  gone  1:2.0',
			'  upgraded  tiny  1.0 → 1.1  step tiny',
			'',
			expect.stringMatching(`^Files that steps changed: 2 only in ${second}, 1 different, \\d+ the same$`),
			`  only in ${second}  /etc/debconf.conf  step own`,
			'  different  /etc/web.conf  content, step tiny',
			`  only in ${second}  /opt/a/link  step own`,
		]);
		// The log holds what the scripts printed, and nothing of the list.
		const said = textsOf(await journalOf(person, first)).join('\n');
		expect(said).toContain('invented');
		expect(said).not.toMatch(/deb\tii \tbash|packer-wizard-contents/);
	});
});
