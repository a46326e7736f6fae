/**
 * How a household agreed to sell, from the words of a goods list.
 * Invariant: a denial, a doubt or an empty cell is never read as an agreement; a telephone call needs a witness.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { cleanText, squeezedText } from './text.ts'

/** `stated` is a bare yes: the household agreed, but the file does not say how. */
export type AgreementHow = 'signature' | 'thumbprint' | 'phone' | 'voice' | 'stated'

export type Agreement = { how: AgreementHow; witness: string | null }

export type AgreementFault = 'agreement-missing' | 'agreement-unknown' | 'witness-missing'

const DENIED = new RegExp(
  [
    '^(不|无|没|没有|未|待|×|x|no|n|none|not|pending|-+|/|\\?)$',
    '^否',
    '不(同意|愿|确认|卖)|(没有?|尚?未|待|无)(确认|签|同意|联系|按|定|征)|尚未',
    'notagreed|notconfirmed|disagree|refus|unconfirmed',
  ].join('|'),
)

const HOW: readonly (readonly [RegExp, AgreementHow])[] = [
  [/手印|指印|指纹|捺印|按印|thumb|fingerprint/, 'thumbprint'],
  [/录音|语音|视频|voice|recording|audio|video/, 'voice'],
  [/电话|手机|通话|phone|call/, 'phone'],
  [/签字|签名|签署|签订|书面|协议|委托书|承诺书|signature|signed|written/, 'signature'],
  [/^(是|有|同意|已同意|已确认|确认|愿意|自愿|√|✓|y|yes|ok|agreed|confirmed)/, 'stated'],
]

/** The witness named in brackets or after the word: 电话确认(见证人村干部), 见证人:李某. */
function witnessIn(text: string): string | null {
  const match =
    /(?:见证人|证明人|见证|witness(?:ed by)?)\s*[::]?\s*([^()[\],;、]+)/i.exec(text) ??
    /\(([^()]+?)(?:见证|在场)\)/.exec(text)
  const name = match?.[1]?.trim() ?? ''
  return name === '' || /^(无|没有|缺|none)$/.test(name) ? null : name
}

/** Reads a cell of the agreement column and, where the file has one, of the witness column. */
export function readAgreement(written: string, writtenWitness: string): Verdict<Agreement, AgreementFault> {
  const text = squeezedText(written)
  if (text === '' || DENIED.test(text)) return refuse('agreement-missing')
  const how = HOW.find(([words]) => words.test(text))?.[1]
  if (how === undefined) return refuse('agreement-unknown', { value: cleanText(written) })
  const witness = cleanText(writtenWitness) || witnessIn(cleanText(written))
  if (how === 'phone' && witness === null) return refuse('witness-missing')
  return accept({ how, witness })
}
