/** What we say of set-ups, where they are: reads them as JSON from standard input, prints the answers as JSON. */
import { text } from 'node:stream/consumers';
import { findSigning } from '../../../source/aws/sign-in.ts';

const setUps: unknown = JSON.parse(await text(process.stdin));
const answers = await Promise.all((Array.isArray(setUps) ? setUps : []).map(setUp => findSigning(setUp)));
// JSON has no undefined, and what is to be taken out is undefined.
console.log(JSON.stringify(answers, (_, value) => (value === undefined ? null : value)));
