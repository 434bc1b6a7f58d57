import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Store } from '../store/store.ts'
import { parsedJson } from '../text/json.ts'

/** Asks the replica that leads a workspace, and answers when others ask. */
export type Questions<Question, Answer> = {
  /** The leader's answer. Undefined if it does not answer in time, or nobody leads the workspace. */
  ask(workspace: string, question: Question): Promise<Answer | undefined>
  stop(): Promise<void>
}

export type QuestionParts<Question, Answer> = {
  self: string
  store: Pick<Store, 'signals'>
  holderOf(workspace: string): Promise<string | undefined>
  /** The answer, if this replica leads the workspace. */
  answer(workspace: string, question: Question): Answer | undefined
  questionSchema: z.ZodType<Question>
  answerSchema: z.ZodType<Answer>
}

/** How long the leader's answer is waited for, in milliseconds. After that, what is stored has to do. */
const patienceMs = 200

export async function startQuestions<Question, Answer>(
  parts: QuestionParts<Question, Answer>,
): Promise<Questions<Question, Answer>> {
  const { self, holderOf, questionSchema, answerSchema } = parts
  const { signals } = parts.store
  const waiting = new Map<string, (answer: Answer) => void>()
  const asked = z.object({ id: z.string(), from: z.string(), workspace: z.string(), question: questionSchema })
  const answered = z.object({ id: z.string(), answer: answerSchema })

  const ends = await Promise.all([
    signals.subscribe(`ask:${self}`, (text) => {
      const { data } = asked.safeParse(parsedJson(text))
      const answer = data && parts.answer(data.workspace, data.question)
      if (data === undefined || answer === undefined) return
      signals.publish(`answer:${data.from}`, JSON.stringify({ id: data.id, answer })).catch(() => undefined)
    }),
    signals.subscribe(`answer:${self}`, (text) => {
      const { data } = answered.safeParse(parsedJson(text))
      if (data !== undefined) waiting.get(data.id)?.(data.answer)
    }),
  ])

  return {
    async ask(workspace, question) {
      const own = parts.answer(workspace, question)
      if (own !== undefined) return own
      const id = randomUUID()
      const { promise, resolve } = Promise.withResolvers<Answer | undefined>()
      const timer = setTimeout(() => resolve(undefined), patienceMs)
      waiting.set(id, resolve)
      try {
        const holder = await holderOf(workspace).catch(() => undefined)
        if (holder === undefined || holder === self) return undefined
        await signals.publish(`ask:${holder}`, JSON.stringify({ id, from: self, workspace, question }))
        return await promise
      } catch {
        return undefined
      } finally {
        clearTimeout(timer)
        waiting.delete(id)
      }
    },
    async stop() {
      await Promise.all(ends.map((end) => end()))
    },
  }
}
