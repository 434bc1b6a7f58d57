import { createHash } from 'node:crypto'
import type { RedisConnection } from './connection.ts'

/** A script that Redis runs in one step. Redis knows it by its hash, so it is sent only once. */
export type Script = { text: string; hash: string }

function defineScript(text: string): Script {
  return { text, hash: createHash('sha1').update(text).digest('hex') }
}

export type ScriptInput = { keys: string[]; arguments: string[] }

/** Runs a script. Throws store_unavailable. */
export async function runScript(
  { client, ask }: RedisConnection,
  { text, hash }: Script,
  input: ScriptInput,
): Promise<unknown> {
  return ask(async () => {
    try {
      return await client.evalSha(hash, input)
    } catch (error) {
      if (!isUnknownScript(error)) throw error
      return client.eval(text, input)
    }
  })
}

/** Redis forgets scripts when it starts. */
function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}

/**
 * Stores a record and lists it in its index. Keys: the record and the index. Arguments: the entry of the index, the text
 * and its time to live, if it has one.
 */
export const putScript = defineScript(`
  redis.call('SADD', KEYS[2], ARGV[1])
  if ARGV[3] then return redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
  return redis.call('SET', KEYS[1], ARGV[2])
`)

/**
 * Makes changes while a fence holds. Keys: the fence, then a record and its index for each change. Arguments: the owner
 * of the fence or nothing, then `put` or `drop`, the entry of the index, the text and its time to live for each change.
 * An index may name a record that is gone, but never lacks one. It is written first, because only that can fail.
 */
export const commitScript = defineScript(`
  if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  for i = 2, #KEYS, 2 do
    local at = (i - 2) * 2 + 2
    if ARGV[at] == 'put' then redis.call('SADD', KEYS[i + 1], ARGV[at + 1]) end
  end
  for i = 2, #KEYS, 2 do
    local at = (i - 2) * 2 + 2
    if ARGV[at] == 'drop' then
      redis.call('UNLINK', KEYS[i])
      redis.call('SREM', KEYS[i + 1], ARGV[at + 1])
    elseif ARGV[at + 3] == '' then
      redis.call('SET', KEYS[i], ARGV[at + 2])
    else
      redis.call('SET', KEYS[i], ARGV[at + 2], 'PX', ARGV[at + 3])
    end
  end
  return 1
`)

export const renewScript = defineScript(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`)

export const dropScript = defineScript(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`)
