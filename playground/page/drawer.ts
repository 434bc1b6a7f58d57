import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** The sidebar on a phone, which slides over the conversation. */
export type Drawer = { isOpen: boolean; open(): void; close(): void }

export const DrawerContext = createContext<Drawer>({ isOpen: false, open() {}, close() {} })

export function useDrawer(): Drawer {
  return useContext(DrawerContext)
}
