import { expect, test } from 'vitest';
import { holdsSecret, passwordsIn, withoutSecrets } from '../../source/base/secrets.ts';

test.each([
	['GITHUB_OAUTH_TOKEN', 'ghp_0123456789', true],
	['AWS_SECRET_ACCESS_KEY', 'abcdefghijkl', true],
	['TOKEN', 'abcdefghijkl', true],
	['AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE12345', false],
	['TOKENIZER', 'some-long-value', false],
	['SSH_PRIVATE_KEY', '/home/me/.ssh/id_ed25519', false],
	['USE_TOKEN', 'yes', false],
	['EMPTY_TOKEN', undefined, false],
	['PGPASSWORD', 'hunter2hunter2', true],
	['MYSQL_PWD', 'hunter2hunter2', true],
	['SSHPASS', 'hunter2hunter2', true],
	['SMTP_PASS', 'hunter2hunter2', true],
	['LDAP_BIND_PW', 'hunter2hunter2', true],
	['GITHUB_PAT', 'github_pat_11AAAA', true],
	['AZURE_DEVOPS_EXT_PAT', 'abcdefghijkl', true],
	['github_token', 'ghp_0123456789', true],
	['Db_Password', 'hunter2hunter2', true],
	['PKR_VAR_db_password', 'hunter2hunter2', true],
	['npm_config_//registry.npmjs.org/:_authToken', 'npm_0123456789', true],
	['TF_TOKEN_app_terraform_io', 'abcdefghijkl', true],
	['DATADOG_API_KEY', '0123456789abcdef', true],
	['AZURE_STORAGE_KEY', '/abc+def/ghi==', true],
	['AWS_SESSION_TOKEN', '/ABCdef0123456789', true],
	['BORG_PASSPHRASE', 'correct horse', true],
	['ANSIBLE_VAULT_PASSPHRASE_1', 'correct horse', true],
	['REDISCLI_AUTH', 'hunter2hunter2', true],
	['GOOGLE_CREDENTIALS', '{"private_key": "x"}', true],
	['CI_JOB_JWT_V2', 'eyJhbGciOiJSUzI1NiJ9', true],
	['SENTRY_DSN', 'https://0123456789abcdef@sentry.example/1', true],
	['AZURE_STORAGE_CONNECTION_STRING', 'AccountName=a;AccountKey=abc==', true],
	['ConnectionString', 'Server=a;Password=abcdef', true],
	['STRIPE_API_KEY_LIVE', 'abcdefghijkl', true],
	['SECRET_KEY_BASE', 'abcdefghijkl', true],
	['sshPassPhrase', 'correct horse', true],
	['HTTP_AUTHORIZATION', 'Bearer abcdefghijkl', true],
	['VAULT_SECRET_ID', 'abcdefghijkl', true],
	['DATADOG_API_KEY_ID', 'abcdefghijkl', false],
	['USE_API_KEY', 'true', false],
	['PWD', '/home/me/a-project', false],
	['OLDPWD', 'some-long-value', false],
	['GOOGLE_APPLICATION_CREDENTIALS', '/home/me/key.json', false],
	['AWS_WEB_IDENTITY_TOKEN_FILE', '/var/run/token-of-me', false],
	['VAULT_TOKEN_HELPER', 'some-long-value', false],
	['ACTIONS_ID_TOKEN_REQUEST_URL', 'https://pipelines.example/id', false],
	['TOKEN_URL', 'https://login.example/oauth', false],
	['SSH_ASKPASS', '/usr/bin/ksshaskpass', false],
	['SSH_AUTH_SOCK', '/tmp/ssh-x/agent.1', false],
	['PACKER_WIZARD_KMS_KEY', 'alias/images', false],
	['DB_PASSWORD_SECRET_ARN', 'arn:aws:secretsmanager:x', false],
	['SSH_PUBLIC_KEY', 'ssh-ed25519 AAAAC3', false],
	['DEPLOY_KEY', '~/.ssh/deploy_key', false],
	['DB_USERNAME', 'administrator', false],
	['HOME', '/home/somebody', false],
	['LESSKEYIN', 'some-long-value', false],
	['COMPOSE_PATH_SEPARATOR', 'some-long-value', false],
])('%s=%s', (name, value, expected) => {
	expect(holdsSecret(name, value)).toBe(expected);
});

test('programs that only help a build get no secrets, but for the tokens that are meant for them', () => {
	const kept = { PATH: '/bin', NOTHING: undefined, PACKER_GITHUB_API_TOKEN: 'ghp_abcdefghij' };
	expect(withoutSecrets({ ...kept, GITHUB_OAUTH_TOKEN: 'ghp_0123456789' })).toEqual(kept);
});

test.each([
	['postgres://me:hunter2@db.example/shop', ['hunter2']],
	['http://me:p%40ss%2Fword@proxy.example:3128', ['p%40ss%2Fword', 'p@ss/word']],
	['redis://:hunter2@cache', ['hunter2']],
	['me:hunter2@tcp(db:3306)/shop', ['hunter2']],
	['Server=db;User Id=me;Password=hunter2;', ['hunter2']],
	['host=db user=me password=hunter2', ['hunter2']],
	['AccountName=me;AccountKey=abc/def==;', ['abc/def==']],
	['Bearer abcdefghijkl', ['abcdefghijkl']],
	['https://example.com:8080/a@b', []],
	['git@github.com:me/repository', []],
	['user:pw', []],
	['', []],
])('the passwords in %s', (value, expected) => {
	expect([...new Set(passwordsIn(value))]).toEqual(expected);
});
