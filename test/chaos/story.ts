import { setTimeout as wait } from 'node:timers/promises'
import { nextHappening } from '../happenings.ts'
import { createChance, seedFor } from './chance.ts'

/** Parts that a story of trouble draws from its seed, waits for and cleans up. */
export type Story = {
  /** How often trouble comes. */
  rounds: number
  /** The next number from 0 to 1. */
  chance(): number
  /** A whole number between the two. */
  between(low: number, high: number): number
  oneOf<Choice>(choices: readonly Choice[]): Choice
  pause(ms: number): Promise<void>
  /** Waits until `look` returns something. The story as a whole has one deadline; then every wait throws. */
  until<Seen>(what: string, look: () => Look<Seen> | Promise<Look<Seen>>): Promise<Seen>
  /** True if it came to pass before the deadline. */
  comesTrue(what: string, look: () => boolean | Promise<boolean>): Promise<boolean>
  /** Calls this when the story is over, however it ends. What was opened last is closed first. */
  atEnd(close: () => Promise<unknown>): void
}

type Look<Seen> = Seen | undefined | false

export type StoryOptions = { name: string; seed: number; rounds: number }

/** Longest time of a story in milliseconds, besides what each round may take. It ends a story that hangs. */
const longestMs = 300_000
const longestRoundMs = 45_000

/** Tells a story and cleans up after it. */
export async function tell<Outcome>(options: StoryOptions, run: (story: Story) => Promise<Outcome>): Promise<Outcome> {
  const closing: (() => Promise<unknown>)[] = []
  try {
    return await run(createStory(options, closing))
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

function createStory({ name, seed, rounds }: StoryOptions, closing: (() => Promise<unknown>)[]): Story {
  const chance = createChance(seedFor(name, seed))
  const deadline = performance.now() + longestMs + rounds * longestRoundMs
  const until: Story['until'] = async (what, look) => {
    for (;;) {
      const next = nextHappening()
      const seen = await look()
      if (seen !== undefined && seen !== false) return seen
      if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`)
      await next
    }
  }
  return {
    rounds,
    chance,
    between: (low, high) => Math.floor(low + chance() * (high - low)),
    oneOf(choices) {
      const choice = choices[Math.floor(chance() * choices.length)]
      if (choice === undefined) throw new RangeError('There is nothing to choose from')
      return choice
    },
    pause: (ms) => wait(ms),
    until,
    comesTrue: (what, look) =>
      until(what, look).then(
        () => true,
        () => false,
      ),
    atEnd: (close) => void closing.push(close),
  }
}
