/** @type {import('@remix-run/dev').VitePluginConfig} */
export default {
  ignoredRouteFiles: ['**/.*', '**/*.test.{ts,tsx}'],
  serverModuleFormat: 'esm',
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_routeConfig: true,
    // Both stay off: their advisories are unfixed in Remix 2 (docs/decisions/0002).
    v3_lazyRouteDiscovery: false,
    v3_singleFetch: false,
  },
}
