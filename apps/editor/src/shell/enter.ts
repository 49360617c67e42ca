/** The page for an address without the token: whoever was here before is let in again. */
import {keptToken} from "./kept-token.ts";

const query = new URLSearchParams(location.search);
const kept = keptToken();
// One that was just refused is that of an earlier server.
if (kept !== null && kept !== query.get("token")) {
  query.set("token", kept);
  location.replace(`?${query.toString()}`);
}
