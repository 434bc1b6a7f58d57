import type { DeliveryParts } from '../../src/send/delivery.ts'
import { createPostOffice, type PostOffice } from './post-office.ts'

type Prepare = (office: PostOffice) => void

/** A watch has something to say in a channel that Ferry is not in, and this goes wrong besides. */
export async function shutOut(prepare: Prepare = () => {}, parts?: Partial<DeliveryParts>) {
  const office = createPostOffice()
  const watch = await office.watch()
  await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
  office.slack.closed.add('C1')
  prepare(office)
  const delivery = office.open(parts)
  await delivery.sweep()
  await office.clock.advance(1000)
  return { office, watch, delivery }
}

/** Who was told, oldest first. */
export const toldIn = ({ slack }: PostOffice) => slack.told.map(({ user }) => user)
export const callsIn = ({ slack }: PostOffice, call: string) => slack.calls.filter((one) => one.call === call)
