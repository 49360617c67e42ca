import {laws} from "./laws.ts";

laws("WebAssembly");
