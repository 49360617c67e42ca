import {laws} from "./laws.ts";

laws("native");
