/** Where a worker finds a model. */
export interface LoadRequest {
  readonly src: string;
  readonly backend: string;
  readonly models: string;
  /** The model's files, where they have come before: they are read, and no host is asked. */
  readonly files?: readonly File[];
  /** What the model of those files is called. */
  readonly name?: string;
}
