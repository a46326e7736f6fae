import '@remix-run/node'

declare module '@remix-run/node' {
  /** What the server in front of Remix hands to each request. */
  interface AppLoadContext {
    cspNonce: string
    /** Where the connection comes from; absent where no server stands in front. */
    clientAddress?: string
  }
}
