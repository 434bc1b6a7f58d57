import { type Fields, fillView } from '../form/fill.ts'
import type { Platform } from '../platform.ts'
import type { User } from '../protocol.ts'
import type { OpenView } from '../world.ts'
import { stageOf } from './stage.ts'
import { learnOptions } from './suggest.ts'

/** Fills in a view with the person's answers, and looks up options of external selects on the way. */
export async function fillIn(platform: Platform, view: OpenView, entry: { user: User; fields: Fields }): Promise<void> {
  const { user, fields } = entry
  const stage = stageOf(platform.world, user, { view_id: view.id })
  for (const [key, field] of Object.entries(fields)) await learnOptions(platform, { user, stage, key, field })
  fillView(platform.world, view, fields)
}
