/**
 * Where the engine's worker begins. Nothing imports this module, built or not: WebKit runs a worker's first module again
 * when another one imports it, and then two engines would answer.
 */
import {serveEngine} from "./serve-engine.ts";

serveEngine();
