/** A request that is not answered as asked: a status and the reason in words. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** More for the client than the message. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}
