import { checkOrder, noKind } from '../../check-order.ts'
import type { CreateOrder, Creation } from '../../provider.ts'
import { type Offer, specProblems } from '../../spec-problems.ts'
import { keyRules } from './key-rules.ts'
import { groupOffer, syncOffer, taskOffer } from './offers.ts'
import { optionRules } from './option-rules.ts'
import { placeRules } from './place-rules.ts'

/** What each kind can be made of. */
export const creations = {
  task: creationOf(taskOffer),
  group: creationOf(groupOffer),
  sync: creationOf(syncOffer),
}

/** Throws AppError form_invalid for an order that OMS can't be given. */
export function checkHuaweiOrder(order: CreateOrder): void {
  const { kind } = order.spec
  if (kind !== 'task' && kind !== 'group' && kind !== 'sync') throw noKind(order)
  checkOrder(order, creations[kind])
}

function creationOf(offer: Offer): Creation {
  return {
    ...offer,
    problemsIn: (spec, keys) =>
      specProblems(spec, offer, [placeRules(spec, keys), keyRules(spec, keys), optionRules(spec)]),
  }
}
