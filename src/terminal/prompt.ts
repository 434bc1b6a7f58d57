import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** The person at a terminal, as a command talks to them. */
export type Prompt = {
  say(text: string): void
  /** Waits for a line. A secret is not shown while it is typed. Undefined if the person leaves. */
  ask(options?: { isSecret?: boolean }): Promise<string | undefined>
  close(): void
}

/** Opens a prompt on a terminal, or on a pipe whose lines are the answers. */
export function openPrompt({ input, output }: { input: Input; output: NodeJS.WritableStream }): Prompt {
  let isHidden = false
  const shown = new Writable({
    write(chunk, _, done) {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  const isTerminal = input.isTTY === true
  const lines = createInterface({ input, output: shown, terminal: isTerminal, prompt: '> ' })
  // Lines that a pipe sends before they are asked for wait here.
  const arriving = lines[Symbol.asyncIterator]()
  lines.on('SIGINT', () => lines.close())
  let isOver = false
  lines.once('close', () => {
    isOver = true
  })
  return {
    say: (text) => void output.write(`${text}\n`),
    async ask({ isSecret = false } = {}) {
      // A pipe may have ended before its last lines are asked for.
      if (!isOver) lines.prompt()
      isHidden = isSecret
      const { value, done } = await arriving.next()
      isHidden = false
      if (isSecret || !isTerminal) output.write('\n')
      return done ? undefined : String(value).trim()
    },
    close: () => lines.close(),
  }
}

export type Input = NodeJS.ReadableStream & { isTTY?: boolean }
