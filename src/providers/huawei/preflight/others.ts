import { z } from 'zod'
import type { PreflightCheck } from '../../../migrations/spec.ts'
import { type Look, pass, sameMigrationCheck, warn } from '../../preflight.ts'
import { reported } from '../../reported.ts'
import { figure, text } from '../../scalars.ts'
import { listSyncs } from '../api/syncs.ts'
import { omsKinds } from '../kinds/index.ts'
import { groupOrder, taskOrder } from '../translate/orders.ts'
import { targetOf } from '../translate/parts.ts'
import { scopeOf } from '../translate/scope.ts'
import { wireSource, wireTarget } from '../wire/parts.ts'
import type { Looking } from './looking.ts'

/** Of the same kind, which is one list. */
export function sameLook(looking: Looking): Look {
  const { session, order, options } = looking
  return {
    names: ['same migration'],
    look: async () => {
      const active = (await omsKinds[order.spec.kind]?.readActive(session, options)) ?? []
      return { checks: [sameMigrationCheck(routeOf(looking), active)] }
    },
  }
}

/** As OMS would show it. */
function routeOf({ order, region }: Looking) {
  const { kind, source, target } = order.spec
  const { cloud, region: from, bucket } = source
  if (kind === 'sync')
    return { source: reported({ cloud, region: from, bucket }), target: reported({ bucket: target.bucket }) }
  const made = kind === 'group' ? groupOrder(order, region) : taskOrder(order, region)
  const { task_type, src_node, migrate_since, dst_node } = made
  const scope = scopeOf(wireScope.parse({ task_type, migrate_since, src_node }))
  const shown = { cloud: src_node.cloud_type, region: from, bucket, scope }
  return { source: reported(shown), target: targetOf(wireTarget.parse(dst_node)) }
}

/** Of quotas, OMS lists only what counts towards this one (5.3.3). */
export function quotaLook({ session, order, options }: Looking): Look | undefined {
  if (order.spec.kind !== 'sync') return undefined
  return {
    names: ['quota'],
    look: async () => {
      const { rows, total = rows.length } = await listSyncs(session.call, { limit: 10 }, options)
      return { checks: [quotaCheck(total)] }
    },
  }
}

const wireScope = z.object({ task_type: text, migrate_since: figure, src_node: wireSource })

const mostSyncs = 5

function quotaCheck(count: number): PreflightCheck {
  if (count < mostSyncs) return pass('quota', `${count} of ${mostSyncs} synchronization tasks are in use.`)
  const next = 'Delete one that is no longer needed, or ask Huawei for more.'
  return warn('quota', `There are ${count} synchronization tasks, and Huawei allows ${mostSyncs}.`, next)
}
