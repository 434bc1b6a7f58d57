import { isOver } from '../../src/approvals/request.ts'
import type { Life } from '../send/mortal.ts'
import type { Cloud } from './cloud.ts'
import type { Office } from './office.ts'

const tickMs = 60_000
/** Longer than any lease of a dead process, in milliseconds. */
const downtimeMs = 150_000
const longestLifeTicks = 5
const patienceTicks = 1000

export type Living = { lastStep?: number; isSilent?: boolean }

/** One life of a process: it works at every tick, until it dies or a number of ticks have passed. */
export async function live(office: Office<Cloud>, { lastStep, isSilent = false }: Living) {
  const life = office.live(lastStep)
  const replica = office.open(life, { isSilent })
  for (let tick = 0; tick < longestLifeTicks && !life.isOver(); tick += 1) {
    await office.clock.passUntil(replica.requests.tend())
    await office.clock.advance(tickMs)
  }
  await office.clock.passUntil(replica.stop())
  return life
}

/** Starts new processes after the machine is back. They work until the request is over, and a little longer. */
export async function resume(
  office: Office<Cloud>,
  id: string,
  { replicas = 1, isSilent = false } = {},
): Promise<void> {
  await office.clock.advance(downtimeMs)
  const all = Array.from({ length: replicas }, () => office.open(office.live(), { isSilent }))
  const tick = async () => {
    await office.clock.passUntil(Promise.all(all.map(({ requests }) => requests.tend())))
    await office.clock.advance(tickMs)
  }
  let ticks = 0
  for (; !isOver((await office.request(id)).status); ticks += 1) {
    if (ticks > patienceTicks) throw new Error('It never comes to an end')
    await tick()
  }
  for (let more = 0; more < 3; more += 1) await tick()
  for (const { stop } of all) await office.clock.passUntil(stop())
}

/** Makes a request and approves it. Nothing has been done about it yet. */
export async function approved<Its extends Cloud>(office: Office<Its>): Promise<{ office: Office<Its>; id: string }> {
  const { id } = await office.ask()
  await office.decide(id, { user: 'U0LEAD' })
  return { office, id }
}

/** Where the process died, for the message of a failing test. */
export function deathOf(life: Life): string {
  return `dead at step ${life.steps()}, ${life.lastWords() ?? 'not at all'}`
}
