import { expect, test } from 'vitest'
import { hourMs } from '../approvals/samples.ts'
import { deathOf, live, resume } from './lives.ts'
import { createOffice } from './office.ts'

test('the audit records that a request expired, wherever the process died that noticed it', async () => {
  for (let lastStep = 1; ; lastStep += 1) {
    const office = await createOffice()
    const { id } = await office.ask()
    await office.clock.advance(25 * hourMs)
    const life = await live(office, { lastStep, isSilent: true })
    await resume(office, id, { isSilent: true })
    expect((await office.request(id)).status.type).toBe('expired')
    const verbs = new Set((await office.audit()).map(({ verb }) => verb))
    expect(verbs, deathOf(life)).toEqual(new Set(['expire']))
    if (!life.isOver()) return
  }
})
