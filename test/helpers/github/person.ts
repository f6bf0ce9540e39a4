import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { containersConf } from '../../setup/places.ts';
import { makePerson, type Person } from '../program.ts';
import type { GitHub } from './github.ts';

/** How a module or a program of the stand-in was called. */
export type Call = {
	readonly program: string;
	readonly args: readonly string[];
	/** Its environment: values by name. */
	readonly environment: ReadonlyMap<string, string>;
};

/** What was called, in order, by the file in which it is written down. */
export const readCalls = async (file: string): Promise<readonly Call[]> =>
	(await readFile(file, 'utf8'))
		.split('\n\0')
		.filter(record => record !== '')
		.map(record => {
			const [program = '', count = '', ...rest] = record.slice(0, -1).split('\0');
			return {
				program,
				args: rest.slice(0, Number(count)),
				environment: new Map(
					rest.slice(Number(count)).map(pair => {
						const [name = ''] = pair.split('=', 1);
						return [name, pair.slice(name.length + 1)];
					}),
				),
			};
		});

/** The folder in which a container writes down what is called, to be mounted at `/records`. */
export const makeRecords = async (folder: string): Promise<string> => {
	const records = path.join(folder, 'records');
	await mkdir(records);
	for (const name of ['calls', 'left']) {
		await writeFile(path.join(records, name), '');
		// The log-in user of the machine writes there, and root.
		await chmod(path.join(records, name), 0o666);
	}

	return records;
};

/** A person whose containers, and they alone, meet the stand-in where GitHub is, and trust it. */
export const makePersonAt = async (
	github: GitHub,
	{
		unreachable = [],
		environment = {},
	}: {
		/** Names that lead to where nobody listens. */
		readonly unreachable?: readonly string[];
		readonly environment?: Readonly<Record<string, string>>;
	} = {},
): Promise<Person & { readonly calls: () => Promise<readonly Call[]> }> => {
	const person = await makePerson(environment);
	const file = (name: string): string => path.join(person.home, name);
	const records = await makeRecords(person.home);
	await writeFile(file('hosts'), github.hosts(unreachable));
	await writeFile(file('authority.pem'), github.authority);
	const volumes = [`${records}:/records`, `${file('authority.pem')}:/etc/ssl/certs/ca-certificates.crt:ro`];
	const settings = [
		// The stand-in listens on the loopback.
		'netns = "host"',
		`base_hosts_file = ${JSON.stringify(file('hosts'))}`,
		`volumes = ${JSON.stringify(volumes)}`,
	];
	const ours = await readFile(containersConf, 'utf8');
	await writeFile(file('containers.conf'), ours.replace('[containers]\n', `$&${settings.join('\n')}\n`));
	return {
		...person,
		environment: { ...person.environment, CONTAINERS_CONF: file('containers.conf') },
		calls: () => readCalls(path.join(records, 'calls')),
	};
};
