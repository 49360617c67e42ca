/** The shell: files, history and settings; it never evaluates what a notebook contains. */
export {};
