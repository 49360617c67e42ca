/**
 * `node scripts/audit.js`: no package of the lock file has a known fault or a licence that is not allowed. The registry
 * is asked about faults; where it does not answer, this says so, and checks licences only.
 */
import {execFile} from "node:child_process";
import {promisify} from "node:util";
import {root} from "./node.js";
import {packages, refused} from "./licences.js";

/** Advisories that do not reach Ecco, by their address, with the reason. */
const accepted = {};

/** Returns what npm says of the lock file, or why it cannot say anything. */
async function advisories() {
  const options = {cwd: root, shell: process.platform === "win32", maxBuffer: 1e8};
  const {stdout} = await promisify(execFile)(
    "npm",
    ["audit", "--package-lock-only", "--json", "--fetch-retries=0", "--fetch-timeout=20000"],
    options
  ).catch((error) => error);
  try {
    const answer = JSON.parse(stdout);
    return answer.vulnerabilities
      ? {found: answer.vulnerabilities}
      : {unknown: answer.message ?? answer.error?.summary ?? "no answer"};
  } catch {
    return {unknown: "npm could not be started"};
  }
}

/** Returns the advisories themselves, each once; a package that only depends on another names that one instead. */
function lines(found) {
  const own = Object.values(found)
    .flatMap(({name, via}) => via.map((reason) => ({name, ...reason})))
    .filter(({url}) => url !== undefined && !Object.hasOwn(accepted, url));
  return [
    ...new Set(own.map(({name, severity, title, url}) => `${name}: ${severity}, ${title} (${url})`))
  ];
}

const {found, unknown} = await advisories();
const faults = [...refused(), ...(found ? lines(found) : [])];
const all = packages();
console.log(
  `${all.length} packages, ${all.filter(({dev}) => !dev).length} of them needed to run; ` +
    (found ? "the registry was asked about known faults" : `known faults NOT CHECKED: ${unknown}`)
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
