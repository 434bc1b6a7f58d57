import { createHearers } from '../holds/local-signals.ts'
import type { Signals } from '../store.ts'
import type { RedisConnection, RedisOptions } from './connection.ts'
import { prefix } from './keys.ts'

/**
 * Signals over Redis. Redis tells them to one connection, which is made when somebody first listens, and made again by
 * itself when it breaks.
 */
export function createRedisSignals(connection: RedisConnection, { log, beatMs = 10_000 }: SignalOptions): RedisSignals {
  const { client, ask } = connection
  const hearers = createHearers(log)
  /** Databases of one server share its channels. */
  const channelPrefix = `${prefix}:${client.options?.database ?? 0}:`
  let listening: Promise<RedisConnection> | undefined

  function listen(): Promise<RedisConnection> {
    listening ??= connection.duplicate().then((listener) => keepAlive(listener, beatMs))
    // Whoever listens next tries again.
    listening.catch(() => {
      listening = undefined
    })
    return listening
  }

  function hear(text: string, channel: string): void {
    hearers.tell(channel.slice(channelPrefix.length), text)
  }

  return {
    async publish(topic, text) {
      await ask(() => client.publish(channelPrefix + topic, text))
    },
    async subscribe(topic, tell) {
      const { client: listener, ask: askListener } = await listen()
      const hearer = hearers.add(topic, tell)
      try {
        await askListener(() => listener.subscribe(channelPrefix + topic, hear))
      } catch (error) {
        hearers.remove(topic, hearer)
        throw error
      }
      return async () => {
        if (hearers.remove(topic, hearer)) await askListener(() => listener.unsubscribe(channelPrefix + topic, hear))
      }
    },
    async count(name) {
      await ask(() => client.incr(counterKey(name)))
    },
    async counts(names) {
      if (names.length === 0) return []
      const counts = await ask(() => client.mGet(names.map(counterKey)))
      return counts.map(Number)
    },
    async stop() {
      await (await listening?.catch(() => undefined))?.stop()
    },
  }
}

type SignalOptions = Pick<RedisOptions, 'log' | 'beatMs'>
export type RedisSignals = Signals & { stop(): Promise<void> }

/**
 * Asks for a sign of life now and then. Somebody who only listens would never notice that the other side has vanished;
 * a connection that does not answer is made again.
 */
function keepAlive(connection: RedisConnection, beatMs: number): RedisConnection {
  const { client, ask, stop } = connection
  const beat = setInterval(() => void ask(() => client.ping()).catch(() => {}), beatMs).unref()
  return {
    ...connection,
    async stop() {
      clearInterval(beat)
      await stop()
    },
  }
}

function counterKey(name: string): string {
  return `${prefix}:count:${name}`
}
