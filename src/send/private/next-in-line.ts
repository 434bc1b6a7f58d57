import type { PrivateNotice } from '../../store/store.ts'
import type { Threads } from '../thread/threads.ts'
import { isLost } from './private-notices.ts'

/** Sources for who follows something in a channel, and who the admins are. */
export type Line = Pick<Threads, 'inChannel' | 'read' | 'admins'>

/** The people who can be told instead, if a notice needs them. */
export async function lineFor(
  before: PrivateNotice | undefined,
  { channel, first }: { channel: string; first: readonly string[] },
  threads: Line,
): Promise<readonly string[]> {
  const isNeeded = before === undefined ? !first.some((user) => user !== '') : isLost(before)
  return isNeeded ? lineIn(channel, threads) : []
}

/**
 * Everybody who can be told of trouble in a channel, in this order: those who follow something there, then the admins.
 */
export async function lineIn(channel: string, threads: Line): Promise<readonly string[]> {
  return [...new Set([...(await peopleIn(channel, threads)), ...(await threads.admins())])]
}

/** Most people of a channel who are told in private. */
const mostPeople = 5

/** The people for whom something is shown in a channel, the first five of them. */
export async function peopleIn(channel: string, threads: Pick<Line, 'inChannel' | 'read'>): Promise<readonly string[]> {
  const states = await Promise.all((await threads.inChannel(channel)).map((id) => threads.read(id)))
  const shown = states.flatMap((state) => (state?.thread.channel === channel ? [state.thread] : []))
  return [...new Set(shown.flatMap(({ owners, createdBy }) => owners ?? [createdBy]))]
    .filter((user) => user !== '')
    .slice(0, mostPeople)
}
