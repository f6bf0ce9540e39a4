/** Commands that change the system, and so are for root. */
const rootCommands = [
	...['apt', 'apt-get', 'apt-key', 'apt-mark', 'aptitude', 'add-apt-repository', 'dpkg', 'snap'],
	...['yum', 'dnf', 'rpm', 'zypper', 'amazon-linux-extras'],
	...['systemctl(?! --user)', 'service', 'hostnamectl', 'timedatectl', 'localectl', 'sysctl', 'modprobe'],
	...['adduser', 'addgroup', 'useradd', 'usermod', 'userdel', 'groupadd', 'chown'],
	...['mount', 'umount', 'swapon', 'mkswap', 'ufw', 'iptables', 'reboot', 'shutdown', 'ldconfig'],
	...['update-alternatives', 'update-ca-certificates', 'locale-gen', 'a2enmod', 'a2ensite'],
].join('|');

/** What is quoted or a comment, which stays; or where a command begins, and the variables before it. */
const parts = new RegExp(
	[
		/"(?:\\.|[^"\\])*"|'[^']*'|(?:^|\s)#.*$/.source,
		`(?<start>(?:^|&&|\\|\\|?|;|\\(|\\b(?:if|then|else|do)\\b)\\s*(?:!\\s+)?)(?=(?:\\w+=\\S*\\s+)*(?:${rootCommands})(?:\\s|;|$))`,
	].join('|'),
	'g',
);

/** A line of a shell script with sudo before each command that only root may run; itself if there is none. */
export const withSudo = (line: string): string =>
	line.replaceAll(parts, (text, start: string | undefined) => (start === undefined ? text : `${start}sudo `));
