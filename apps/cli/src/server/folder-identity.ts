/** What tells a folder from others of the same name: drafts, ports and the frames' names go by it. */
import {createHash} from "node:crypto";
import {realpathSync} from "node:fs";

/** Returns it; of a folder and of a link to it the same. Says nothing of where the folder is. */
export const identityOf = (folder: string): string =>
  createHash("sha256").update(realpathSync.native(folder)).digest("hex").slice(0, 16);
