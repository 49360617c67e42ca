/** What sources name, before anybody is asked. */
import {hubOf, parseHub, tokenOf} from "./hub.ts";
import type {HubOptions} from "./hub.ts";
import {parseAddress, parseLocal} from "./names.ts";
import {isPrivateHost} from "./private-address.ts";

/** What a remote source names, and who would be asked for it. */
export interface RemoteName {
  /** As the store knows it. */
  readonly src: string;
  /** Null where nobody is asked: the model is kept here. */
  readonly host: string | null;
  /** The whole address that is asked, as it is asked; of the hub, its page of the model. */
  readonly address: string | null;
  /** Whether the host is named as this computer, or as one of its network. */
  readonly isPrivate: boolean;
  /** Whether the host is told who asks. */
  readonly token: boolean;
}

/** Returns who a source would be asked of, and asks nobody. Throws SourceError where it names nothing. */
export function nameRemote(source: string, options: HubOptions = {}): RemoteName {
  if (source.startsWith("local:")) {
    parseLocal(source);
    return {src: source, host: null, address: null, isPrivate: false, token: false};
  }
  if (!source.startsWith("hf:")) {
    const url = parseAddress(source);
    const {host, href} = url;
    return {src: href, host, address: href, isPrivate: isPrivateHost(url), token: false};
  }
  const {owner, name, revision, path} = parseHub(source);
  const hub = hubOf(options);
  const version = revision === "main" && path === null ? "" : `/tree/${revision}/${path ?? ""}`;
  return {
    src: source,
    host: new URL(hub).host,
    address: `${hub}/${owner}/${name}${version}`,
    isPrivate: false,
    token: tokenOf(options) !== undefined
  };
}
