import { crc32, deflateRawSync } from 'node:zlib';

export type ZipFile = { readonly name: string; readonly content: Buffer; readonly stored?: boolean };

const headerOf = (
	signature: number,
	{ name, content, stored = false }: ZipFile,
	packed: Buffer,
	central: boolean,
): Buffer => {
	const header = Buffer.alloc(central ? 46 : 30);
	header.writeUInt32LE(signature, 0);
	const at = central ? 6 : 4;
	header.writeUInt16LE(20, at);
	header.writeUInt16LE(stored ? 0 : 8, at + 4);
	header.writeUInt32LE(crc32(content), at + 10);
	header.writeUInt32LE(packed.length, at + 14);
	header.writeUInt32LE(content.length, at + 18);
	header.writeUInt16LE(Buffer.byteLength(name), at + 22);
	return header;
};

/** A ZIP archive with these files. */
export const makeZip = (files: readonly ZipFile[], comment = ''): Buffer => {
	const locals: Buffer[] = [];
	const centrals: Buffer[] = [];
	let offset = 0;
	for (const file of files) {
		const packed = file.stored ? file.content : deflateRawSync(file.content);
		const local = Buffer.concat([headerOf(0x04034b50, file, packed, false), Buffer.from(file.name), packed]);
		const central = headerOf(0x02014b50, file, packed, true);
		central.writeUInt32LE(offset, 42);
		locals.push(local);
		centrals.push(central, Buffer.from(file.name));
		offset += local.length;
	}

	const directory = Buffer.concat(centrals);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(files.length, 8);
	end.writeUInt16LE(files.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	end.writeUInt16LE(Buffer.byteLength(comment), 20);
	return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
};
