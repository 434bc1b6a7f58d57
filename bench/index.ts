import { ack } from './answers/ack.ts'
import { form } from './answers/form.ts'
import { hostile } from './answers/hostile.ts'
import { list } from './answers/list.ts'
import { status } from './answers/status.ts'
import { memory } from './process/memory.ts'
import { recovery, takeover } from './process/recovery.ts'
import { start } from './process/start.ts'
import { store } from './process/store.ts'
import { calls } from './rounds/calls.ts'
import { leak } from './rounds/leak.ts'
import { replicas } from './rounds/replicas.ts'
import { tick } from './rounds/tick.ts'
import type { Row } from './row.ts'
import { cards } from './said/cards.ts'
import { day } from './said/day.ts'
import { ends } from './said/ends.ts'
import { flood } from './said/flood.ts'

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
