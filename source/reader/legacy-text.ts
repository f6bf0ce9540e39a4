import { hclString } from '../template/hcl.ts';

/** A text that HCL reads as it is, without its quotes. */
const literal = (text: string): string => hclString(text).slice(1, -1);

const name = '[`"\']([^`"\']+)[`"\']';
const user = new RegExp(`\\buser\\s+${name}`, 'g');
const wholeUser = new RegExp(`^\\{\\{-?\\s*user\\s+${name}\\s*-?\\}\\}$`);
/** What is read from elsewhere, in the default of a variable alone. */
const wholeCall = new RegExp(
	`^\\{\\{-?\\s*(env|vault|consul_key|aws_secretsmanager)((?:\\s+${name})+)\\s*-?\\}\\}$`,
);
const cleaned = /^\{\{-?\s*(.+?)\s*\|\s*clean_(?:resource|ami)_name\s*-?\}\}$/s;
const templateFolder = /^\{\{-?\s*template_dir\s*-?\}\}$/;

/** HCL has no `clean_resource_name` (seen with Packer 1.6.6 and 1.16.0), which puts a hyphen for what no name of an AMI holds. */
const cleanedPiece = (inside: string): string => {
	const [, variable] = wholeUser.exec(`{{${inside}}}`) ?? [];
	if (variable !== undefined) {
		return `\${regex_replace(var.${variable}, "[^-a-zA-Z0-9 ()./'@_\\\\[\\\\]]", "-")}`;
	}

	return inside === 'isotime' ? `\${replace(timestamp(), ":", "-")}` : `{{${inside}}}`;
};

const piece = (text: string, isDefault: boolean): string => {
	const [, variable] = wholeUser.exec(text) ?? [];
	if (variable !== undefined) {
		return `\${var.${variable}}`;
	}

	const [, call, given = ''] = isDefault ? (wholeCall.exec(text) ?? []) : [];
	if (call !== undefined) {
		const names = [...given.matchAll(new RegExp(name, 'g'))].map(([, one = '']) => hclString(one));
		return `\${${call}(${names.join(', ')})}`;
	}

	const [, inside] = cleaned.exec(text) ?? [];
	if (inside !== undefined) {
		return cleanedPiece(inside);
	}

	if (templateFolder.test(text)) {
		return `\${path.root}`;
	}

	if (!text.startsWith('{{')) {
		return literal(text);
	}

	// Within a call Packer's own template gets the value between backticks.
	let at = 0;
	let result = '';
	for (const found of text.matchAll(user)) {
		result += `${literal(text.slice(at, found.index))}\`\${var.${found[1]}}\``;
		at = found.index + found[0].length;
	}

	return `${result}${literal(text.slice(at))}`;
};

/**
 * A text of a legacy template as a string of HCL: what means the template's variables and its folder becomes references,
 * all else that stands between `{{` and `}}` Packer renders in HCL, too.
 * @param isDefault whether it is the default of a variable, the one place where the environment is read.
 */
export const legacyString = (text: string, isDefault = false): string => {
	const parts = text.split(/(\{\{.*?\}\})/s).filter(part => part !== '');
	const [only = ''] = parts;
	const inside = parts.map(part => piece(part, isDefault)).join('');
	const call = /^\$\{(\w+\(.*\))\}$/.exec(inside);
	return parts.length === 1 && call && isDefault && wholeCall.test(only) ? (call[1] ?? '') : `"${inside}"`;
};
