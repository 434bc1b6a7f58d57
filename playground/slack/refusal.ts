import type { Json } from './json.ts'

/** Slack's `ok: false`: an error code and further fields of the response. */
export class Refusal extends Error {
  readonly details: Json

  constructor(error: string, details: Json = {}) {
    super(error)
    this.details = details
  }
}

/** Slack's answer to an app that calls a method too often: HTTP 429 with Retry-After. */
export class TooMany extends Error {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('ratelimited')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export function refuse(error: string, details: Json = {}): never {
  throw new Refusal(error, details)
}

/** An act of a person that Slack's client would not offer. `message` is one sentence for the caller. */
export class BadAct extends Error {}

export function notOffered(sentence: string): never {
  throw new BadAct(sentence)
}
