import { type FerryProcess, startFerry } from './ferry-process.ts'
import type { Story } from './story.ts'

/** Some Ferry processes that share a store. */
export type Crew = {
  size: number
  /** The process in each place. */
  all(): readonly FerryProcess[]
  at(index: number): FerryProcess
  kill(index: number): Promise<void>
  /** Starts a process in this place, whose former one is dead, or is left to itself. */
  start(index: number): FerryProcess
  areReady(): Promise<void>
  /** Place of the process that leads the workspace, as far as the processes say. */
  leader(): number | undefined
  /** Waits until every process has polled this often from now on. */
  lookAround(rounds: number): Promise<void>
  /** Messages that were decided and that Slack has not accepted yet, as far as the processes say after a round. */
  undelivered(): Promise<number>
  /** Lets time pass at once for all processes. */
  setAhead(aheadMs: number): void
  /** Stops everybody as a supervisor does. Resolves to what went wrong. */
  stop(): Promise<string[]>
  /** The output of all processes, the dead ones too. */
  printed(): string
}

export type CrewOptions = {
  size: number
  environmentOf(index: number): Record<string, string>
  aheadMs(): number
  /** Called with each process that is ready. */
  onReady?(ferry: FerryProcess): void
}

export function startCrew(story: Story, { size, environmentOf, aheadMs, onReady }: CrewOptions): Crew {
  const everyone: FerryProcess[] = []
  const start = (index: number) => {
    const ferry = startFerry(environmentOf(index), { aheadMs: aheadMs() })
    void ferry.isReady.then(() => ferry.isAlive() && onReady?.(ferry))
    everyone.push(ferry)
    return ferry
  }
  story.atEnd(() => Promise.all(everyone.map(({ kill }) => kill())))
  const places = Array.from({ length: size }, (_, index) => start(index))
  const at = (index: number) => {
    const ferry = places[index]
    if (ferry === undefined) throw new RangeError(`There is no process ${index}`)
    return ferry
  }
  return {
    size,
    all: () => places,
    at,
    kill: (index) => at(index).kill(),
    start(index) {
      places[index] = start(index)
      return at(index)
    },
    async areReady() {
      await story.until('every process to be ready', () => places.every(isReady))
    },
    leader() {
      const index = places.findIndex((ferry) => ferry.isAlive() && ownsSomething(ferry))
      return index < 0 ? undefined : index
    },
    async lookAround(rounds) {
      const before = await Promise.all(places.map(roundsOf))
      await story.until('every process to poll a few times', async () => {
        const now = await Promise.all(places.map(roundsOf))
        return now.every((count, index) => count >= (before[index] ?? 0) + rounds)
      })
    },
    async undelivered() {
      return sumOf(await Promise.all(places.map((ferry) => metricOf(ferry, /^ferry_outbox_pending (\d+)$/gm))))
    },
    setAhead(milliseconds) {
      for (const ferry of places) ferry.setAhead(milliseconds)
    },
    async stop() {
      const codes = await Promise.all(places.map((ferry) => ferry.stop()))
      return codes.flatMap((code, index) => (code === 0 ? [] : [`process ${index} ended with ${code}`]))
    },
    printed: () => everyone.map(({ printed }, index) => `--- process ${index}\n${printed()}`).join('\n'),
  }
}

function isReady(ferry: FerryProcess): boolean {
  return ferry.metricsUrl() !== undefined
}

function ownsSomething(ferry: FerryProcess): boolean {
  const count = (words: string) => ferry.printed().split(words).length
  return count('This replica leads the workspace now') > count('This replica does not lead the workspace any more')
}

/** How often a process has polled. 0 while it gives no answer. */
function roundsOf(ferry: FerryProcess): Promise<number> {
  return metricOf(ferry, /^ferry_ticks_total\{.*\} (\d+)$/gm)
}

/** The sum of the figures in a process's metrics. 0 while it gives no answer. */
async function metricOf({ metricsUrl }: FerryProcess, figures: RegExp): Promise<number> {
  const page = await fetch(`${metricsUrl()}/metrics`, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.text(),
    () => '',
  )
  return sumOf([...page.matchAll(figures)].map(([, figure]) => Number(figure)))
}

function sumOf(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0)
}
