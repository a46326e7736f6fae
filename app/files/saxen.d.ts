/** The part of saxen 11 that is used: it ships no types. */
declare module 'saxen' {
  export class Parser {
    on(
      name: 'openTag',
      listener: (
        name: string,
        attributes: () => Record<string, string>,
        decode: (text: string) => string,
      ) => void,
    ): this
    on(name: 'closeTag', listener: (name: string) => void): this
    on(name: 'text', listener: (text: string, decode: (text: string) => string) => void): this
    on(name: 'cdata', listener: (text: string) => void): this
    on(name: 'attention', listener: (text: string) => void): this
    on(name: 'error', listener: (error: Error) => void): this
    write(chunk: string): this
    end(): Error | null
  }
}
