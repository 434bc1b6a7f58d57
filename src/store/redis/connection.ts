import { createClient, type RedisClientType } from '@keyv/redis'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'

/**
 * Connects to Redis. Once the connection has been up, it is made again by itself when it breaks. A command is answered
 * or refused within `timeoutMs`, never kept for later. Throws store_unavailable if the first connection fails.
 */
export async function connectRedis({ url, log, timeoutMs = 5_000 }: RedisOptions): Promise<RedisConnection> {
  let wasConnected = false
  const client: RedisClientType = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: timeoutMs,
      // The first connection is not retried: whoever starts Ferry should learn at once that the address is wrong.
      reconnectStrategy: (attempts) => wasConnected && Math.min(50 * 2 ** attempts, 2_000),
    },
  })
  announceChanges(client, log)
  await open(client, timeoutMs)
  wasConnected = true
  return createConnection(client, timeoutMs)
}

export type RedisOptions = {
  url: string
  log?: Log<'info' | 'warn'>
  timeoutMs?: number
  /** How often a connection that only listens is asked for a sign of life, in milliseconds. */
  beatMs?: number
}

export type RedisConnection = {
  client: RedisClientType
  /** Runs commands. Throws store_unavailable and nothing else. */
  ask<Answer>(run: () => Promise<Answer>): Promise<Answer>
  /** Has `listener` called whenever the connection has been made again, before anything is sent over it. */
  onReconnect(listener: () => void): void
  /** One more connection to the same server, to be stopped by itself. Throws store_unavailable. */
  duplicate(): Promise<RedisConnection>
  /** Takes no more commands, and disconnects once those on their way are answered or refused. */
  stop(): Promise<void>
}

async function open(client: RedisClientType, timeoutMs: number): Promise<void> {
  try {
    await within(client.connect(), timeoutMs)
  } catch (error) {
    disconnect(client)
    throw redisProblem(error)
  }
}

function createConnection(client: RedisClientType, timeoutMs: number): RedisConnection {
  const unsettled = new Set<Promise<unknown>>()
  let isStopping = false
  let answeredAt = 0

  async function answerOf<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    const askedAt = performance.now()
    try {
      const answer = await within(run(), timeoutMs, () => answeredAt < askedAt && !isStopping && connectAnew(client))
      answeredAt = performance.now()
      return answer
    } catch (error) {
      throw redisProblem(error)
    }
  }

  return {
    client,
    async ask(run) {
      if (isStopping) throw closed()
      // Checked here, because the client queues transactions while Redis is away, whatever its options say.
      checkConnected(client)
      const answer = answerOf(run)
      unsettled.add(answer)
      return answer.finally(() => unsettled.delete(answer))
    },
    onReconnect: (listener) => void client.on('ready', listener),
    async duplicate() {
      checkConnected(client)
      const twin = client.duplicate()
      // Whatever ails it, ails the first one too, which logs it. Without a listener, Node would end the process.
      twin.on('error', () => {})
      await open(twin, timeoutMs)
      return createConnection(twin, timeoutMs)
    },
    async stop() {
      isStopping = true
      // Not the client's own way to close: that one waits for ever for an answer that never comes, and keeps the socket.
      await Promise.allSettled(unsettled)
      disconnect(client)
    },
  }
}

function checkConnected({ isReady, isOpen }: RedisClientType): void {
  if (!isReady) throw isOpen ? unavailable('Redis is not connected') : closed()
}

function closed(): AppError {
  return unavailable('it is closed')
}

/**
 * Makes the connection again. A busy Redis answers late, but one that answers nothing may have vanished with its host,
 * and the system would take many minutes to give the connection up.
 */
function connectAnew(client: RedisClientType): void {
  if (!client.isReady) return
  client.destroy()
  // Errors are also reported as events, and the client retries.
  client.connect().catch(() => {})
}

function disconnect(client: RedisClientType): void {
  if (client.isOpen) client.destroy()
}

/** Logs when the connection is lost and when it is back, but not the error of each attempt in between. */
function announceChanges(client: RedisClientType, log: Log<'info' | 'warn'> | undefined): void {
  let isLost = false
  client.on('error', (error) => {
    if (!isLost && client.isOpen) log?.warn({ reason: reasonOf(error) }, 'Lost the connection to Redis; trying again')
    isLost = true
  })
  client.on('ready', () => {
    if (isLost) log?.info({}, 'The connection to Redis is back')
    isLost = false
  })
}

/** In how many parts Ferry waits for an answer. */
const parts = 10

/**
 * An answer, or store_unavailable if it takes longer than `timeoutMs`. If the process stood still, the answer may lie
 * unread in its socket, which Node reads after the timers: so it waits in parts, and standing still takes one at most.
 */
function within<Answer>(answer: Promise<Answer>, timeoutMs: number, onTooLate?: () => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let left = parts
    const timer = setInterval(() => {
      left -= 1
      if (left > 0) return
      clearInterval(timer)
      reject(unavailable(`Redis did not answer within ${timeoutMs} ms`))
      onTooLate?.()
    }, timeoutMs / parts)
    const settle =
      <Outcome>(settled: (outcome: Outcome) => void) =>
      (outcome: Outcome) => {
        clearInterval(timer)
        settled(outcome)
      }
    answer.then(settle(resolve), settle(reject))
  })
}

function unavailable(reason: string, cause?: unknown): AppError {
  return new AppError('store_unavailable', { reason }, { cause })
}

function redisProblem(error: unknown): AppError {
  return error instanceof AppError ? error : unavailable(reasonOf(error), error)
}

/** Reasons by the first word of Redis's error reply, or by the system's error code. */
const reasons = new Map([
  ['ECONNREFUSED', 'Redis refused the connection'],
  ['ENOTFOUND', 'the host of Redis is not known'],
  ['EAI_AGAIN', 'the host of Redis is not known'],
  ['EHOSTUNREACH', 'the host of Redis cannot be reached'],
  ['ENETUNREACH', 'the host of Redis cannot be reached'],
  ['NOAUTH', 'Redis wants a password'],
  ['WRONGPASS', 'Redis did not accept the user or password'],
  ['NOPERM', 'Redis does not let this user do that'],
  ['LOADING', 'Redis is still starting'],
  ['READONLY', 'this Redis is a read-only replica'],
  ['OOM', 'Redis is out of memory'],
  ['MISCONF', 'Redis cannot write to its disk'],
  ['NOREPLICAS', 'too few replicas follow this Redis, so it takes no writes'],
  ['WRONGTYPE', 'its keys in Redis belong to another program'],
])

function reasonOf(error: unknown): string {
  const fallback = 'the connection to Redis broke'
  if (!(error instanceof Error)) return fallback
  const code = 'code' in error ? String(error.code) : ''
  const [firstWord = ''] = error.message.split(' ')
  return reasons.get(code) ?? reasons.get(firstWord) ?? fallback
}
