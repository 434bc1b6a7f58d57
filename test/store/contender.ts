// A second Ferry process over the same store. On "go" it claims and writes as fast as it can, then reports how many
// claims it got.
import { systemClock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { aWatch } from './samples.ts'
import { firstKey } from './world.ts'

const [, , url = '', name = ''] = process.argv
const store = await openStore({ url, encryptionKeys: [firstKey], clock: systemClock })
const dayMs = 24 * 3_600_000
process.once('message', async () => {
  let claims = 0
  for (let round = 0; round < 200; round += 1) {
    if (await store.claim(`round ${round}`, dayMs)) claims += 1
    await store.in('T1').watches.set(`${name} ${round}`, aWatch(name))
  }
  await store.stop()
  process.send?.({ claims }, () => process.disconnect())
})
process.send?.('ready')
