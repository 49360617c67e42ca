export {createWebgpu} from "./create-webgpu.ts";
