import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A certificate with its key, and that of who vouches for it. */
export type Certificate = { readonly key: string; readonly cert: string; readonly authority: string };

/** Makes an authority of its own and has it vouch for these names. Who trusts it trusts nobody else. Needs OpenSSL. */
export const certify = (names: readonly string[]): Certificate => {
	const folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
	const openssl = (...args: readonly string[]): void => {
		execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
	};
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	try {
		openssl(
			...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=Authority of the tests'],
			...['-keyout', 'authority.key', '-out', 'authority.pem'],
		);
		openssl('req', ...key, '-subj', '/CN=stand-in', '-keyout', 'server.key', '-out', 'server.csr');
		writeFileSync(path.join(folder, 'names'), `subjectAltName=${names.map(name => `DNS:${name}`).join(',')}`);
		openssl(
			...['x509', '-req', '-in', 'server.csr', '-CA', 'authority.pem', '-CAkey', 'authority.key'],
			...['-CAcreateserial', '-days', '2', '-extfile', 'names', '-out', 'server.pem'],
		);
		const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
		return { key: read('server.key'), cert: read('server.pem'), authority: read('authority.pem') };
	} finally {
		rmSync(folder, { recursive: true });
	}
};
