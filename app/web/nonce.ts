import { createContext } from 'react'

/** The response's CSP nonce, for the scripts of pages that have any. Empty in the browser. */
export const NonceContext = createContext<string | undefined>(undefined)
