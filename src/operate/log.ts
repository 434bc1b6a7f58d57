import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino'
import { maskTokens, redact } from './redact.ts'

/**
 * One JSON object a line, on stdout unless told otherwise. What is logged is redacted by field name at any depth,
 * and Slack tokens are masked even inside text.
 */
export function createLog({ level, destination }: LogOptions): Log {
  const log = pino(
    {
      level,
      base: { name: 'ferry' },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: redact },
      // pino's own would describe an error a second time, after redaction has.
      serializers: { err: (error: unknown) => error },
      hooks: { streamWrite: maskTokens },
    },
    destination ?? process.stdout,
  )
  return withRedactedChildren(log)
}

export type Log = Logger
export type LogOptions = {
  level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  destination?: DestinationStream
}

/** pino formats the fields of a line, but not those that a child logger carries. Children inherit this from here. */
function withRedactedChildren(log: Log): Log {
  const { child } = log
  return Object.defineProperty(log, 'child', {
    value(this: Log, bindings: Bindings, options?: ChildLoggerOptions) {
      return Reflect.apply(child, this, [redact(bindings), options])
    },
  })
}
