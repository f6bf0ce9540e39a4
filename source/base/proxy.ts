import { BlockList, isIP } from 'node:net';
import type { Environment } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';

/** The proxy that the environment names for an address. */
export type WebProxy = {
	/** Without a name and a password, so that it can be shown. */
	readonly address: URL;
	/** What it is told of who asks, for a header. */
	readonly authorization: string | undefined;
	/** The variable that names it. */
	readonly variable: string;
};

type Variable = { readonly name: string; readonly value: string };

/** A variable in upper or lower case; Go, in which Packer is written, takes the first that is not empty. */
const variable = (environment: Environment, name: string): Variable | undefined =>
	[name, name.toLowerCase()].flatMap(spelt => {
		const value = environment[spelt];
		return value ? [{ name: spelt, value }] : [];
	})[0];

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const isWithin = (address: string, network: string): boolean => {
	const [base = '', bits = ''] = network.split('/');
	if (isIP(address) === 0 || isIP(base) === 0 || !/^\d+$/.test(bits)) {
		return false;
	}

	try {
		const list = new BlockList();
		list.addSubnet(base, Number(bits), family(base));
		return list.check(address, family(address));
	} catch {
		return false;
	}
};

/** What an entry names, and the port that it is for if it says one. */
const splitPort = (entry: string): readonly [host: string, port: string | undefined] => {
	const [, bracketed, host = entry, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
	return [bracketed ?? host, port];
};

const isExcepted = (host: string, port: string, entry: string): boolean => {
	if (entry === '*' || isWithin(host, entry)) {
		return true;
	}

	const [named, only] = splitPort(entry);
	const domain = named.replace(/^\*(?=\.)/, '');
	const isNamed = domain.startsWith('.')
		? host.endsWith(domain)
		: host === domain || (isIP(domain) === 0 && host.endsWith(`.${domain}`));
	return isNamed && (only === undefined || only === port);
};

const isHere = (host: string): boolean =>
	host === 'localhost' || host === '::1' || isWithin(host, '127.0.0.0/8');

const ports: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Whether an address is asked without a proxy: one of this machine, or one that NO_PROXY names. */
const isDirect = ({ hostname, protocol, port }: URL, environment: Environment): boolean => {
	const host = hostname.replace(/^\[|\]$/g, '');
	const entries =
		variable(environment, 'NO_PROXY')
			?.value.toLowerCase()
			.split(/[\s,]+/)
			.filter(Boolean) ?? [];
	const used = port || (ports[protocol] ?? '');
	return isHere(host) || entries.some(entry => isExcepted(host, used, entry));
};

/** An address as it can be shown: without a name and a password. */
export const withoutUser = (address: URL): URL => {
	const shown = new URL(address);
	shown.username = '';
	shown.password = '';
	return shown;
};

/** Who asks, as the name and the password in an address say it: `me:secret`; undefined if they do not. */
export const userOf = ({ username, password }: URL): string | undefined =>
	username === '' && password === ''
		? undefined
		: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;

const unusable = ({ name }: Variable, reason: string): Problem =>
	new Problem(`${name} names no proxy that can be used.`, {
		reason,
		next: [`Set it to an address like http://proxy.example.com:3128, or unset it.`],
	});

const proxyOf = (named: Variable): WebProxy => {
	const { name, value } = named;
	const text = value.includes('://') ? value : `http://${value}`;
	if (!URL.canParse(text)) {
		// The value may hold a password.
		throw unusable(named, 'It is no address.');
	}

	const address = new URL(text);
	if (!['http:', 'https:'].includes(address.protocol)) {
		throw unusable(named, `It begins with ${address.protocol}//: only http:// and https:// are known here.`);
	}

	const user = userOf(address);
	return {
		address: withoutUser(address),
		authorization: user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
		variable: name,
	};
};

/**
 * The proxy for an address by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, read as Packer reads them (Go's `net/http`);
 * undefined if there is none.
 * @throws Problem (exit 2) if what the environment names is no proxy.
 */
export const proxyFor = (address: URL, environment: Environment): WebProxy | undefined => {
	const named = variable(environment, address.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY');
	return named === undefined || isDirect(address, environment) ? undefined : proxyOf(named);
};
