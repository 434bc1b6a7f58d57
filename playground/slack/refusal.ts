import type { Json } from './json.ts'

/** Slack's `ok: false`: a machine-readable error and what else the answer carries. */
export class Refusal extends Error {
  readonly details: Json

  constructor(error: string, details: Json = {}) {
    super(error)
    this.details = details
  }
}

export function refuse(error: string, details: Json = {}): never {
  throw new Refusal(error, details)
}

/** A person's act that the Slack client would not even offer; `message` is one sentence for whoever drives it. */
export class BadAct extends Error {}

export function notOffered(sentence: string): never {
  throw new BadAct(sentence)
}
