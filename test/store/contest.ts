import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'

/**
 * Makes two processes open the store at the same moment and compete. Returns the number of claims that each of them
 * got.
 */
export async function holdContest(url: string): Promise<number[]> {
  const script = new URL('./contender.ts', import.meta.url)
  const contenders = ['red', 'blue'].map((name) => fork(script, [url, name], { execArgv: [] }))
  await Promise.all(contenders.map((contender) => nextMessage(contender)))
  const results = contenders.map((contender) => nextMessage(contender))
  for (const contender of contenders) contender.send('go')
  const messages = await Promise.all(results)
  return messages.map((message) => z.object({ claims: z.number() }).parse(message).claims)
}

async function nextMessage(contender: ChildProcess): Promise<unknown> {
  const exited = once(contender, 'exit').then(([code]) => {
    throw new Error(`A contender ended with ${code}`)
  })
  exited.catch(() => {})
  const [message] = await Promise.race([once(contender, 'message'), exited])
  return message
}
