// Lets a Node that cannot run TypeScript by itself (before 22.18) run this project's .ts files: `node --import typescript.js file.ts`.
import {register} from "node:module";

register("./typescript-hooks.js", import.meta.url);
