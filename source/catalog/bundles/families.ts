import base from '../data/bundles/base.json' with { type: 'json' };
import elk from '../data/bundles/elk.json' with { type: 'json' };
import monitoring from '../data/bundles/monitoring.json' with { type: 'json' };
import security from '../data/bundles/security.json' with { type: 'json' };
import type { Family } from './schema.ts';

/** A test holds every file against the schema; nobody waits for that at the start of the program. */
const isFamily = (_data: unknown): _data is Family => true;

const files: readonly unknown[] = [base, security, monitoring, elk];

/** The families in the order in which their bundles are installed. */
export const families: readonly Family[] = files.filter(isFamily);
