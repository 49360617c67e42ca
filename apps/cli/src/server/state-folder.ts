/** Where Ecco keeps what it must remember of its user: which notebooks may run. Not in a folder of notebooks. */
import {homedir} from "node:os";
import {join} from "node:path";

/** Returns the folder: `ECCO_STATE`, else `ecco` in `XDG_STATE_HOME` or `~/.local/state`. */
export function stateFolder(): string {
  const {ECCO_STATE: given, XDG_STATE_HOME: states} = process.env;
  return given || join(states || join(homedir(), ".local", "state"), "ecco");
}
