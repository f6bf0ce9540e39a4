/** Services that speak AWS's query protocol. EC2 has a form of its own, the others share one. */
export type Service = 'ec2' | 'sts' | 'iam';

export const isService = (name: string): name is Service =>
	name === 'ec2' || name === 'sts' || name === 'iam';

/** A call that AWS would refuse, with AWS's code and message. The server turns it into AWS's XML. */
export class Refusal extends Error {
	readonly code: string;
	readonly status: number;

	constructor(code: string, message: string, status = 400) {
		super(message);
		this.code = code;
		this.status = status;
	}
}

/** Data to print as XML: lists become repeated elements, undefined is left out. */
export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

// XML 1.0 has no way to write most control characters, so they are left out.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escapes: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\n': '&#10;',
	'\r': '&#13;',
	'\t': '&#9;',
};

const escapeText = (text: string): string =>
	text.replace(unwritable, '').replace(/[&<>"\n\r\t]/g, character => escapes[character] ?? character);

const printElement = (name: string, data: Xml, item: string): string => {
	if (data === undefined) {
		return '';
	}

	return `<${name}>${printContent(data, item)}</${name}>`;
};

const isList = (data: Xml): data is readonly Xml[] => Array.isArray(data);

const printContent = (data: Xml, item: string): string => {
	if (isList(data)) {
		return data.map(entry => printElement(item, entry, item)).join('');
	}

	if (typeof data === 'object') {
		return Object.entries(data)
			.map(([name, entry]) => printElement(name, entry, item))
			.join('');
	}

	return data === undefined ? '' : escapeText(String(data));
};

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespaces: Readonly<Record<Service, string>> = {
	ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
	sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
	iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
};

/** The answer to a call, in the service's form. */
export const printReply = (service: Service, action: string, body: Xml, requestId: string): string => {
	const open = `${declaration}<${action}Response xmlns="${namespaces[service]}">`;
	const close = `</${action}Response>\n`;
	if (service === 'ec2') {
		return `${open}${printElement('requestId', requestId, 'item')}${printContent(body, 'item')}${close}`;
	}

	// An action that answers nothing has no result, not even an empty one: printElement leaves out what is undefined.
	const result = printElement(`${action}Result`, body, 'member');
	return `${open}${result}${printElement('ResponseMetadata', { RequestId: requestId }, 'member')}${close}`;
};

/** A refusal, in the service's form. */
export const printRefusal = (service: Service, refusal: Refusal, requestId: string): string => {
	const error = { Code: refusal.code, Message: refusal.message };
	return service === 'ec2'
		? `${declaration}${printElement('Response', { Errors: { Error: error }, RequestID: requestId }, 'item')}\n`
		: `${declaration}<ErrorResponse xmlns="${namespaces[service]}">${printContent(
				{ Error: { Type: 'Sender', ...error }, RequestId: requestId },
				'member',
			)}</ErrorResponse>\n`;
};
