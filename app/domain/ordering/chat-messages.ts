/**
 * A pasted chat as messages: who says it, and from where to where.
 * Invariant: messages follow one another and together are the whole text.
 */
import type { Vocabulary } from './chat-vocabulary.ts'
import { readWords } from './chat-words.ts'

export type ChatMessage = {
  from: number
  to: number
  /** Where what is said begins, after the name and the time of day. */
  bodyFrom: number
  asker: string | null
  /** One of a numbered list that all add themselves to; what is ordered may stand in its heading. */
  isOfList: boolean
}

const DAY =
  '(?:\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?|\\d{1,2}月\\d{1,2}日|\\d{1,2}[-/]\\d{1,2}|昨天|今天|前天|星期[一二三四五六日天]|周[一二三四五六日天])'
const TIME = '(?:上午|下午|晚上|凌晨|中午|早上)?\\s*\\d{1,2}:\\d{2}(?::\\d{2})?'
/** `李科长 20:13`, as an exported chat puts above each message. */
const NAME_THEN_TIME = new RegExp(`^\\s*(\\S.{0,19}?)\\s+(?:${DAY}\\s*)?${TIME}\\s*$`)
/** `2026-11-24 20:13:05 李科长`: the day must be there, for a time may be when somebody comes. */
const TIME_THEN_NAME = new RegExp(`^\\s*${DAY}\\s*${TIME}\\s+(\\S[^\\d:]{0,19}?)\\s*$`)
const TIME_ALONE = new RegExp(`^[\\s—\\-=*]*(?:${DAY})?\\s*(?:${TIME})?[\\s—\\-=*]*$`)
/** `[20:13] 张姐: …` */
const TIME_BEFORE = new RegExp(`^\\s*\\[?(?:${DAY}\\s*)?${TIME}\\]?\\s*`)
const NAME_BEFORE = /^\s*@?([^:,，。!?、;；\n]{1,14}?)\s*:\s*/
const NUMBER_IN_LIST = /^\s*\d{1,3}\s*[.、．)）]\s*(?!\d)/

/** The messages of a text that was made plain; `text` is as it was written, for names. */
export function readMessages(text: string, plain: string, vocabulary: Vocabulary): ChatMessage[] {
  const messages: ChatMessage[] = []
  let asker: string | null = null
  let from = 0
  for (const { start, end } of linesOf(plain)) {
    const line = plain.slice(start, end)
    const heading = headingOf(line, vocabulary)
    if (heading) {
      // Above what it heads; where nothing follows, a message of its own.
      if (heading.name !== null) asker = text.slice(start + heading.name.at, start + heading.name.end).trim()
      continue
    }
    if (line.trim() === '') continue
    messages.push({ ...messageOf(text, plain, { start, end }, vocabulary, asker), from, to: end })
    from = end
  }
  const last = messages.at(-1)
  if (plain.slice(from).trim() !== '') {
    messages.push({ from, to: plain.length, bodyFrom: plain.length, asker, isOfList: false })
  } else if (last) last.to = plain.length
  return messages
}

/** Each with its line end. */
function linesOf(plain: string): { start: number; end: number }[] {
  return [...plain.matchAll(/[^\n]*\n|[^\n]+$/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}

function headingOf(line: string, vocabulary: Vocabulary) {
  const trimmed = line.replace(/\n$/, '')
  if (trimmed.trim() !== '' && TIME_ALONE.test(trimmed)) return { name: null }
  const match = NAME_THEN_TIME.exec(trimmed) ?? TIME_THEN_NAME.exec(trimmed)
  const name = match?.[1]
  if (!name || saysGoods(name, vocabulary)) return null
  const at = trimmed.indexOf(name)
  return { name: { at, end: at + name.length } }
}

function messageOf(
  text: string,
  plain: string,
  { start, end }: { start: number; end: number },
  vocabulary: Vocabulary,
  headed: string | null,
): Omit<ChatMessage, 'from' | 'to'> {
  let at = start + lengthOf(TIME_BEFORE, plain.slice(start, end))
  const number = lengthOf(NUMBER_IN_LIST, plain.slice(at, end))
  at += number
  const named = NAME_BEFORE.exec(plain.slice(at, end))
  const name = named?.[1]
  if (named && name && !saysGoods(name, vocabulary)) {
    const nameAt = at + named[0].indexOf(name)
    return {
      bodyFrom: at + named[0].length,
      asker: text.slice(nameAt, nameAt + name.length).trim(),
      isOfList: number > 0,
    }
  }
  return { bodyFrom: at, asker: headed, isOfList: number > 0 }
}

function lengthOf(pattern: RegExp, line: string): number {
  return pattern.exec(line)?.[0].length ?? 0
}

/** Whether it orders something, and so is nobody's name; words like `我要` alone are no name either. */
function saysGoods(name: string, vocabulary: Vocabulary): boolean {
  const words = readWords(name, vocabulary)
  return (
    words.some(({ is }) => is === 'goods' || is === 'quantity' || is === 'question' || is === 'plus') ||
    words.every(({ is }) => is === 'filler' || is === 'break')
  )
}
