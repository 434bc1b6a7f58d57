import type { Ack } from './envelope.ts'

export type PendingAcks = {
  /** Resolves with the acknowledgement, or as a timeout after the deadline or at the end. */
  expect(envelopeId: string): Promise<Ack>
  settle(envelopeId: string, ack: Ack): void
}

export function createPendingAcks(options: { ackDeadlineMs: number; signal: AbortSignal }): PendingAcks {
  const waiting = new Map<string, (ack: Ack) => void>()
  const settle = (envelopeId: string, ack: Ack) => {
    waiting.get(envelopeId)?.(ack)
    waiting.delete(envelopeId)
  }
  const late: Ack = { acknowledged: false, failure: 'operation_timeout' }
  options.signal.addEventListener('abort', () => {
    for (const envelopeId of [...waiting.keys()]) settle(envelopeId, late)
  })
  return {
    settle,
    expect(envelopeId) {
      return new Promise((resolve) => {
        const deadline = setTimeout(() => settle(envelopeId, late), options.ackDeadlineMs)
        waiting.set(envelopeId, (ack) => {
          clearTimeout(deadline)
          resolve(ack)
        })
      })
    },
  }
}
