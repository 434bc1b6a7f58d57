import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino'
import { createOneStack } from './one-stack.ts'
import { maskTokens, redact } from './redact.ts'

/**
 * Creates the log: one JSON object a line, on stdout unless told otherwise. Fields are redacted by name at any depth,
 * and Slack tokens are masked even inside text. An outage leaves one stack.
 */
export function createLog({ level, destination }: LogOptions): Logger {
  const oneStack = createOneStack(() => performance.now())
  const log = pino(
    {
      level,
      base: { name: 'ferry' },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (fields) => oneStack(redact(fields)) },
      // pino's own serializer would describe an error again, after redaction.
      serializers: { err: (error: unknown) => error },
      hooks: { streamWrite: maskTokens },
    },
    destination ?? process.stdout,
  )
  return withRedactedChildren(log)
}

export type LogOptions = {
  level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  destination?: DestinationStream
}

/**
 * Redacts the fields of child loggers too: pino formats the fields of a line, but not those that a child carries.
 * Children inherit this.
 */
function withRedactedChildren(log: Logger): Logger {
  const { child } = log
  return Object.defineProperty(log, 'child', {
    value(this: Logger, bindings: Bindings, options?: ChildLoggerOptions) {
      return Reflect.apply(child, this, [redact(bindings), options])
    },
  })
}
