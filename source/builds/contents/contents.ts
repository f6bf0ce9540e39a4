/** What a package manager calls its packages. */
export type PackageFormat = 'deb' | 'rpm' | 'apk' | 'pacman';

export type InstalledPackage = {
	readonly format: PackageFormat;
	readonly name: string;
	/** As its package manager says it: `1:2.36-9+deb12u4`. */
	readonly version: string;
	/** As its package manager says it: `amd64`, `x86_64`, `noarch`. */
	readonly architecture?: string;
	/** The package of sources that it was built from, if the package manager says it. */
	readonly source?: string;
	/** When it was installed or changed, if that was during the build: milliseconds since 1970. */
	readonly installed?: number;
	/** In a rehearsal: the layer of the step that did that, if its state was kept. */
	readonly layer?: string;
};

/** A file that changed during the build, and that no package brought so. */
export type ChangedFile = {
	readonly path: string;
	/** As `find` says it: `f`, `l` … */
	readonly type: string;
	/** In octal. */
	readonly mode: string;
	/** `root:root`. */
	readonly owner: string;
	/** Bytes. */
	readonly size: number;
	/** SHA-256; missing where it is large. */
	readonly sum?: string;
	/** Where a link leads. */
	readonly leadsTo?: string;
	/** When it changed last, milliseconds since 1970. */
	readonly changed: number;
	/** In a rehearsal: the layer of the step that changed it, if its state was kept. */
	readonly layer?: string;
};

/** What is in an image, as its machine told at the end of the provisioning. */
export type Contents = {
	/** The build of Packer that it is of: `amazon-ebs.image`. */
	readonly target: string;
	/** What the system calls itself; each missing where it says nothing. */
	readonly system: { readonly id?: string; readonly version?: string; readonly name?: string };
	/** As `uname -m` says it. */
	readonly machine?: string;
	readonly packages: readonly InstalledPackage[];
	/** Missing where nothing could tell. */
	readonly files?: readonly ChangedFile[];
	/** How many files there are beside these. */
	readonly moreFiles?: number;
	/** Whether the files are all: who looked may look everywhere, and was through in time. */
	readonly isWhole: boolean;
};
