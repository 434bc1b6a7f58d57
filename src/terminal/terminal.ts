import type { Environment } from './env-file.ts'
import type { Prompt } from './prompt.ts'

/** A command for the person at the terminal of the machine. */
export type TerminalCommand = {
  name: string
  /** The command with its arguments. */
  usage: string
  about: string
  /** Runs the command. Resolves with the exit code of the process. */
  run(parts: TerminalParts): Promise<number>
}

export type TerminalParts = {
  /** The arguments after the command's name. */
  words: readonly string[]
  /** The environment that the person set, without the variables of the env file. */
  environment: Environment
  /** The env file. */
  file: string
  prompt: Prompt
}
