import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { quantile, times } from '../figures.ts'
import type { Measurement } from '../row.ts'
import { type DayHeard, type End, missing, type Said, sorts, tellings, toldAgain } from './day-said.ts'

type Day = { heard: DayHeard; ends: readonly End[]; decided: unknown; isQuick: boolean }

/** Events for the channel and for threads, and how often the figures of a migration had moved in a round. */
const decidedSchema = z.object({ ends: z.number(), stalls: z.number(), history: z.number(), moves: z.number() })

/** The figures of a day, beside what there would have been with one message for each event. */
export function measuredDay(what: string, { heard, ends, decided: answer, isQuick }: Day): Measurement[] {
  const { said, edits } = heard
  const decided = decidedSchema.parse(answer)
  const [inChannel, inThreads] = [said.filter((one) => one.isInChannel), said.filter((one) => !one.isInChannel)]
  const cards = new Set(ends.map(({ id }) => id)).size
  const events = cards + decided.ends + decided.stalls
  const edited = [...edits.values()].flat()
  process.stderr.write(`What the channel was sent: ${writeTranscript(heard)}\n`)
  return [
    {
      what: `${what}: messages in the channel / one an event`,
      measured: `${times(inChannel.length / events)} (${inChannel.length} : ${events}), ${countsOf(inChannel)}`,
      bar: '≤ 0.5 × at full size',
      ...(!isQuick && { isMet: inChannel.length <= 0.5 * events }),
    },
    {
      what: `${what}: replies in threads / one an event`,
      ...ratio(inThreads.length, decided.history, countsOf(inThreads)),
    },
    {
      what: `${what}: edits / one for each round in which a migration moved`,
      ...ratio(edited.length, decided.moves, [...edits].map(([sort, those]) => `${those.length} ${sort}`).join(', ')),
    },
    { what: `${what}: mentions of people`, ...mentionsIn(inChannel, inThreads) },
    { what: `${what}: ends, from failing until they are told`, ...delays(said, ends) },
    lostEnds(what, said, ends),
  ]
}

function ratio(ours: number, theirs: number, parts: string): Pick<Measurement, 'measured' | 'bar'> {
  return { measured: `${times(ours / theirs)} (${ours} : ${theirs}), ${parts}`, bar: '' }
}

function countsOf(said: readonly Said[]): string {
  const counts = Map.groupBy(said, ({ sort }) => sort)
  return sorts.flatMap((sort) => (counts.has(sort) ? [`${counts.get(sort)?.length} ${sort}`] : [])).join(', ')
}

function mentionsIn(inChannel: readonly Said[], inThreads: readonly Said[]): Pick<Measurement, 'measured' | 'bar'> {
  const sum = (said: readonly Said[]) => said.reduce((all, { mentions }) => all + mentions, 0)
  return { measured: `${sum(inChannel)} in the channel, ${sum(inThreads)} in threads`, bar: '' }
}

function delays(said: readonly Said[], ends: readonly End[]): Pick<Measurement, 'measured' | 'bar'> {
  const told = tellings(said)
  const delaysMs = ends.flatMap(({ id, outcome, at }) => {
    const first = told.get(`${id} ${outcome}`)?.find((one) => at !== undefined && one.at >= at)
    return first === undefined || at === undefined ? [] : [first.at - at]
  })
  const seconds = (share: number) => `${Math.round(quantile(delaysMs, share) / 1000)} s`
  return { measured: `p50 ${seconds(0.5)}, p95 ${seconds(0.95)}, longest ${seconds(1)}`, bar: '' }
}

function lostEnds(what: string, said: readonly Said[], ends: readonly End[]): Measurement {
  const lost = missing(said, ends).length
  const again = toldAgain(said, ends)
  return {
    what: `${what}: ends lost`,
    measured: `${lost} of ${ends.length}, told again ${again}`,
    bar: '0',
    isMet: lost === 0 && again === 0,
  }
}

/** Writes what the channel was sent as it was posted: first what everybody saw, then the threads, then the edits. */
function writeTranscript({ said, edits }: DayHeard): string {
  const path = join(tmpdir(), 'ferry-day.txt')
  const hourOf = (at: number) => clockTime(at).slice(0, 2)
  const edited = [...edits].flatMap(([sort, those]) =>
    [...Map.groupBy(those, hourOf)].map(([hour, some]) => `${hour}:00 ${some.length} edits of ${sort}`),
  )
  const [channel, threads] = [said.filter((one) => one.isInChannel), said.filter((one) => !one.isInChannel)]
  const text = [...channel.map(asText), 'IN THREADS', ...threads.map(asText), 'EDITS', ...edited.toSorted()]
  writeFileSync(path, `${text.join('\n')}\n`)
  return path
}

function asText({ at, sort, below, lines }: Said): string {
  return `${clockTime(at)} [${sort}${below === undefined ? '' : ` below ${below}`}] ${lines.join('\n    ')}`
}

function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 19)
}
