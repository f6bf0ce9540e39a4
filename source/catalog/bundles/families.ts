import base from '../data/bundles/base.json' with { type: 'json' };
import ci from '../data/bundles/ci.json' with { type: 'json' };
import containers from '../data/bundles/containers.json' with { type: 'json' };
import databases from '../data/bundles/databases.json' with { type: 'json' };
import elk from '../data/bundles/elk.json' with { type: 'json' };
import hashicorp from '../data/bundles/hashicorp.json' with { type: 'json' };
import kafka from '../data/bundles/kafka.json' with { type: 'json' };
import mongodb from '../data/bundles/mongodb.json' with { type: 'json' };
import monitoring from '../data/bundles/monitoring.json' with { type: 'json' };
import secrets from '../data/bundles/secrets.json' with { type: 'json' };
import security from '../data/bundles/security.json' with { type: 'json' };
import server from '../data/bundles/server.json' with { type: 'json' };
import services from '../data/bundles/services.json' with { type: 'json' };
import vpn from '../data/bundles/vpn.json' with { type: 'json' };
import zookeeper from '../data/bundles/zookeeper.json' with { type: 'json' };
import type { Family } from './schema.ts';

/** A test holds every file against the schema; nobody waits for that at the start of the program. */
const isFamily = (_data: unknown): _data is Family => true;

const files: readonly unknown[] = [
	base,
	security,
	monitoring,
	server,
	containers,
	ci,
	vpn,
	secrets,
	services,
	elk,
	zookeeper,
	kafka,
	mongodb,
	hashicorp,
	databases,
];

/** The families in the order in which their bundles are installed. */
export const families: readonly Family[] = files.filter(isFamily);
