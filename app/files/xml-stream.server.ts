/**
 * XML read as it arrives. Names come without their prefix: writers differ in the prefix they give one namespace.
 * A document type is refused: no office file has one, and it is where entities that grow or reach out come from.
 */
import { Parser } from 'saxen'
import { UnreadableSheet } from './unreadable-sheet.server.ts'

export type XmlReader = {
  open?(name: string, attribute: (name: string) => string | undefined): void
  close?(name: string): void
  text?(text: string): void
}

/** Longest stretch without a tag: far above any cell, far below what re-reading a torn text would cost. */
const LONGEST_SILENCE = 4_000_000

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Feeds chunks to the reader, and yields after each so that what was read can be passed on. */
export async function* readXml(chunks: AsyncIterable<Buffer>, reader: XmlReader): AsyncGenerator<void> {
  let silence = 0
  const damaged = () => {
    throw new UnreadableSheet('sheet-damaged')
  }
  const parser = new Parser()
    .on('openTag', (name, attributes, decode) => {
      silence = 0
      if (reader.open === undefined) return
      const all = attributes()
      reader.open(local(name), (wanted) => attributeOf(all, wanted, decode))
    })
    .on('closeTag', (name) => {
      silence = 0
      reader.close?.(local(name))
    })
    .on('text', (text, decode) => reader.text?.(decode(text)))
    .on('cdata', (text) => reader.text?.(text))
    .on('attention', damaged)
    .on('error', damaged)
  let decoder: TextDecoder | null = null
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    silence += chunk.length
    if (silence > LONGEST_SILENCE) damaged()
    parser.write(decoder.decode(chunk, { stream: true }))
    yield
  }
  if (decoder === null) return
  parser.write(decoder.decode())
  parser.end()
  yield
}

function attributeOf(
  all: Record<string, string>,
  wanted: string,
  decode: (text: string) => string,
): string | undefined {
  const direct = all[wanted]
  if (direct !== undefined) return decode(direct)
  const prefixed = Object.keys(all).find((name) => name.endsWith(`:${wanted}`))
  return prefixed === undefined ? undefined : decode(all[prefixed] ?? '')
}

function encodingOf(first: Buffer): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  return first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** Reads a document whole. */
export async function readWholeXml(chunks: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(chunks, reader)) {
    // Everything is in what the reader kept.
  }
}
