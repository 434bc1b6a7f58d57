import type { HomeView, KnownBlock, ModalView } from '@slack/types'

/** What a message shows. `text` stands in for it in notifications and for screen readers. */
export type Message = { text: string; blocks: KnownBlock[] }
export type Modal = ModalView
export type Home = HomeView
