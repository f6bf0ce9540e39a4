import { createHash } from 'node:crypto';
import { readRegular } from '../base/files.ts';
import { typedPath, type Whereabouts } from '../base/paths.ts';

/** A sign-in by SSO as `aws sso login` leaves it behind. */
export type SignOn = 'valid' | 'refreshable' | 'expired' | 'none';

const text = (data: unknown, name: string): string | undefined => {
	const value = typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
	return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * What is left of a sign-in, and when it ends, milliseconds since 1970, if that is known. Whether SSO still accepts it is not asked. Throws nothing.
 * @param key the name of the `sso-session`, or the start URL of a profile without one.
 */
export const readSignOn = async (
	key: string,
	whereabouts: Whereabouts,
): Promise<{ readonly state: SignOn; readonly until?: number }> => {
	const name = `${createHash('sha1').update(key).digest('hex')}.json`;
	let token: unknown;
	try {
		token = JSON.parse((await readRegular(typedPath(`~/.aws/sso/cache/${name}`, whereabouts))).toString());
	} catch {
		return { state: 'none' };
	}

	const until = Date.parse(text(token, 'expiresAt') ?? '');
	if (text(token, 'accessToken') === undefined || Number.isNaN(until)) {
		return { state: 'none' };
	}

	const canRefresh = ['refreshToken', 'clientId', 'clientSecret'].every(field => text(token, field));
	if (until > Date.now()) {
		// One that is renewed by itself ends at a time that nobody tells.
		return canRefresh ? { state: 'valid' } : { state: 'valid', until };
	}

	return { state: canRefresh ? 'refreshable' : 'expired' };
};

/** Whether `aws login` left something of this session. Whether AWS still accepts it is not asked. Throws nothing. */
export const isLoggedIn = async (session: string, whereabouts: Whereabouts): Promise<boolean> => {
	const folder = whereabouts.environment['AWS_LOGIN_CACHE_DIRECTORY'] || '~/.aws/login/cache';
	const name = createHash('sha256').update(session).digest('hex');
	try {
		await readRegular(typedPath(`${folder}/${name}.json`, whereabouts));
		return true;
	} catch {
		return false;
	}
};
