import type { Environment } from './paths.ts';

/** By each of these a runner says that it is one: most of them by the first, Jenkins, Azure, TeamCity and AWS by their own. */
const signs = ['CI', 'JENKINS_URL', 'TF_BUILD', 'TEAMCITY_VERSION', 'CODEBUILD_BUILD_ID'];

/** Whether a job of CI is what started the program. */
export const isCi = (environment: Environment): boolean =>
	signs.some(name => !['', '0', 'false'].includes(environment[name]?.toLowerCase() ?? ''));

/**
 * What runners find by, in the environment of every process, what a job left running, to kill it: GitHub's by its own
 * variable (actions/runner 2.330), Jenkins by its cookies (2.530), where it kills what carries all that it gave to the
 * job, so that a build without the cookies keeps `BUILD_ID` and the others that a template may read. GitLab's looks at
 * process groups alone.
 */
const tracking = [
	'RUNNER_TRACKING_ID',
	'JENKINS_NODE_COOKIE',
	'JENKINS_SERVER_COOKIE',
	'HUDSON_SERVER_COOKIE',
];

/** The environment of what shall clean up behind itself when the job that started it is killed. */
export const withoutTracking = (environment: Environment): Environment =>
	Object.fromEntries(Object.entries(environment).filter(([name]) => !tracking.includes(name)));
