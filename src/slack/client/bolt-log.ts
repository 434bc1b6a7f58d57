import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../../log.ts'

/**
 * Writes Bolt's log lines to Ferry's log. Bolt reports much that is ordinary here (a replayed request, a socket
 * refresh), so each line is written one level lower than Bolt gives it.
 */
export function createBoltLog(log: Log): Logger {
  const line = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')
  return {
    debug: () => undefined,
    info: (...parts) => log.debug({ from: 'bolt' }, line(parts)),
    warn: (...parts) => log.info({ from: 'bolt' }, line(parts)),
    error: (...parts) => log.warn({ from: 'bolt' }, line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  }
}
