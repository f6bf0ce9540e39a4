/** In which package of apt, and of yum and dnf, a program is if not in one of its own name. */
const packages: Readonly<Record<string, { readonly apt: string; readonly rpm: string }>> = {
	find: { apt: 'findutils', rpm: 'findutils' },
	useradd: { apt: 'passwd', rpm: 'shadow-utils' },
};

const renaming = (manager: 'apt' | 'rpm'): string =>
	`sed '${Object.entries(packages)
		.map(([program, { [manager]: name }]) => `s/${program}/${name}/`)
		.join(';')}'`;

/**
 * Lines of sh that install what is missing of some programs, with the manager that the system has: container images lack
 * much of what every server has. Run as root, under `set -e`.
 */
export const installMissing = (programs: readonly string[]): string => `missing=
for program in ${programs.join(' ')}; do
	command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
done
if [ -n "$missing" ]; then
	if command -v apt-get >/dev/null 2>&1; then
		export DEBIAN_FRONTEND=noninteractive
		apt-get update -qq
		apt-get install -y -qq --no-install-recommends $(echo "$missing ca-certificates" | ${renaming('apt')}) >/dev/null
	else
		manager=yum
		for candidate in microdnf dnf; do
			! command -v "$candidate" >/dev/null 2>&1 || manager=$candidate
		done
		"$manager" install -y $(echo "$missing" | ${renaming('rpm')}) >/dev/null
	fi
fi`;
