import { crc32 } from 'node:zlib';

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfCentral = 0x06054b50;
const needed = 20;
const madeByUnix = 0x0314;

/** A zip file of texts, stored as they are: what opens it needs no library for that. The programs in it can be run. */
export const zip = (files: ReadonlyMap<string, string>): Buffer => {
	const parts: Buffer[] = [];
	const central: Buffer[] = [];
	let offset = 0;
	for (const [name, text] of files) {
		const content = Buffer.from(text);
		const path = Buffer.from(name);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(needed, 0);
		common.writeUInt32LE(crc32(content), 10);
		common.writeUInt32LE(content.length, 14);
		common.writeUInt32LE(content.length, 18);
		common.writeUInt16LE(path.length, 22);
		const local = Buffer.alloc(4);
		local.writeUInt32LE(localHeader);
		const entry = Buffer.alloc(6);
		entry.writeUInt32LE(centralHeader, 0);
		entry.writeUInt16LE(madeByUnix, 4);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(0o100755 * 0x10000, 6);
		rest.writeUInt32LE(offset, 10);
		parts.push(local, common, path, content);
		central.push(entry, common, rest, path);
		offset += local.length + common.length + path.length + content.length;
	}

	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(endOfCentral, 0);
	end.writeUInt16LE(files.size, 8);
	end.writeUInt16LE(files.size, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...parts, directory, end]);
};
