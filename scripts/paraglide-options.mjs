/**
 * One set of compiler options for the build, the tests and the scripts.
 * @type {import('@inlang/paraglide-js').CompilerOptions}
 */
export const paraglideOptions = {
  project: './project.inlang',
  outdir: './app/i18n/generated',
  strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
  cookieName: 'lang',
  outputStructure: 'message-modules',
  emitTsDeclarations: true,
}
