import { ack } from './ack.ts'
import { calls } from './calls.ts'
import { cards } from './cards.ts'
import { day } from './day.ts'
import { ends } from './ends.ts'
import { flood } from './flood.ts'
import { form } from './form.ts'
import { hostile } from './hostile.ts'
import { leak } from './leak.ts'
import { list } from './list.ts'
import { memory } from './memory.ts'
import { recovery, takeover } from './recovery.ts'
import { replicas } from './replicas.ts'
import type { Row } from './row.ts'
import { start } from './start.ts'
import { status } from './status.ts'
import { store } from './store.ts'
import { tick } from './tick.ts'

export const rows: readonly Row[] = [
  ack,
  form,
  status,
  list,
  calls,
  tick,
  cards,
  ends,
  flood,
  day,
  memory,
  leak,
  start,
  recovery,
  takeover,
  replicas,
  store,
  hostile,
]
