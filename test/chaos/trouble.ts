import type { Story } from './story.ts'

/** One kind of trouble: a row of the table. */
export type Trouble = {
  /** Name of the row after `npm run chaos --`. */
  name: string
  title: string
  /** How often the trouble comes if nothing else is asked for. */
  rounds: number
  /** Whether an end may be told twice. Slack knows of no fences, so a process that was frozen may still post. */
  mayTellTwice?: boolean
  needs?: 'redis-server'
  run(story: Story): Promise<Outcome>
}

export type Outcome = {
  /** The trouble that was made, with how often. */
  done: string
  /** Ends that the clouds reached, once for each channel that watches. */
  ends: number
  lost: readonly string[]
  falselyDeleted: readonly string[]
  /** Writes of the owner's records that the store accepted from a process without the lease. */
  byFormerLeader: readonly string[]
  toldTwice: readonly string[]
  /** Anything else that went wrong. */
  complaints: readonly string[]
}

/** Why a trouble does not pass the gate. Empty if it does. */
export function failuresOf({ mayTellTwice = false }: Pick<Trouble, 'mayTellTwice'>, outcome: Outcome): string[] {
  const counts = [
    { what: 'lost', those: outcome.lost },
    { what: 'falsely called deleted', those: outcome.falselyDeleted },
    { what: 'written by a former leader', those: outcome.byFormerLeader },
    { what: 'told twice', those: mayTellTwice ? [] : outcome.toldTwice },
    { what: 'wrong', those: outcome.complaints },
  ]
  return counts.flatMap(({ what, those }) => those.map((one) => `${what}: ${one}`))
}
