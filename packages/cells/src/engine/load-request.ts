/** Where a worker finds a model. */
export interface LoadRequest {
  readonly src: string;
  readonly backend: string;
  readonly models: string;
}
