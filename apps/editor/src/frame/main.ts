/** The notebook frame: where the code of a notebook runs. */
export {};
