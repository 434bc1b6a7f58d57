import type { News } from '../../store/store.ts'
import { type Card, migrationCard, unfollowedCard } from '../../views/card/card.ts'
import type { WatchCard, WatchNews } from './news.ts'
import { cardFrom, hashOfMessage } from './threads.ts'

/** The news of a watch for its channel, with its card as a message. */
export function drawn({ card, ...told }: WatchNews): News {
  return { ...told, ...(card && { card: messageOf(card) }) }
}

function messageOf(card: WatchCard): NonNullable<News['card']> {
  if (card.purpose === 'unfollowed') return cardFrom(unfollowedCard(card.migration, card.ended))
  return { message: migrationCard(card), hash: hashOfMessage(migrationCard(withoutAge(card))) }
}

/** The age of figures alone does not change a card, unless it is why the migration counts as stalled. */
function withoutAge(card: Card): Card {
  return { ...card, migration: { ...card.migration, readAt: card.stalledSince ?? 0 } }
}
