/**
 * Which passwords are taken. Long is what counts; what everybody tries first is refused however long it is.
 * Invariant: the rule asks for no kinds of characters, and says no to nothing for being too strange.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export const PASSWORD_LEAST = 10
/** More than anyone types; keeps hashing cheap. */
export const PASSWORD_MOST = 200

export type PasswordRefusal = 'password-short' | 'password-long' | 'password-common' | 'password-own-name'

/** The stems of the passwords found most in leaks, and of what people here would think of first. */
const COMMON_STEMS = (
  'password passw0rd passwort p@ssw0rd p@ssword pass word qwerty qwertyuiop qwerasdf qwertyasdf asdfghjkl asdfgh zxcvbnm zxcvbn ' +
  'qazwsx qazwsxedc 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 qweasd qweasdzxc asdzxc zaq12wsx ' +
  'abc abcd abcde abcdef abcdefg abcdefgh abc123 a1b2c3d4 a1b2c3 aa aaa abcabc iloveyou loveyou iloveu ilove love ' +
  'woaini woaini1314 5201314 1314520 520 1314 521 woaiwojia woaiziji wodemima mima nihao nihaoma zhongguo ' +
  'beijing shanghai sichuan chengdu suining shehong neijiang zizhong welcome letmein admin administrator root test ' +
  'tester testing guest user demo changeme default secret master monkey dragon football baseball superman batman ' +
  'princess sunshine shadow michael jordan jennifer michelle charlie computer internet samsung xiaomi huawei iphone ' +
  'wechat weixin taobao alibaba tencent facebook google yigou yigouzhufu yigou yizhugou fupin bangfu zhufu ' +
  'correcthorsebatterystaple trustno starwars pokemon whatever freedom hello helloworld killer mustang ninja'
)
  .split(' ')
  .filter((stem, index, all) => all.indexOf(stem) === index)

const STEMS: ReadonlySet<string> = new Set(COMMON_STEMS)

const ROWS = [
  '01234567890',
  '09876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
]

/** Whether every step from sign to sign stays put or follows a row of the keyboard, the digits or the alphabet. */
function isRun(text: string): boolean {
  for (let i = 1; i < text.length; i++) {
    const pair = text.slice(i - 1, i + 1)
    const back = [...pair].reverse().join('')
    if (pair[0] !== pair[1] && !ROWS.some((row) => row.includes(pair) || row.includes(back))) return false
  }
  return true
}

/** The shortest piece that the text repeats: `abcabcab` repeats `abc`. */
function repeatedPiece(text: string): string {
  for (let length = 1; length < text.length; length++) {
    const piece = text.slice(0, length)
    if (piece.repeat(Math.ceil(text.length / length)).startsWith(text)) return piece
  }
  return text
}

function isCommon(password: string): boolean {
  const plain = password.toLowerCase()
  const piece = repeatedPiece(plain)
  if (piece.length <= 3 || isRun(plain) || isRun(piece)) return true
  // "Password2026!" and "123woaini" are the stem with what everybody hangs on it.
  const bare = plain.replace(/[^\p{L}\p{N}@]/gu, '')
  const withoutDigits = bare.replace(/^\d+|\d+$/g, '')
  const isDateOrPhone = /^(19|20)\d{6,}$|^1[3-9]\d{9}$/.test(bare)
  return (
    isDateOrPhone ||
    [plain, bare, withoutDigits, piece, repeatedPiece(withoutDigits)].some((text) => STEMS.has(text))
  )
}

/** Judges a new password. `own` is what others know of the person: name, number, address. */
export function checkPassword(password: string, own: readonly string[]): Verdict<null, PasswordRefusal> {
  const length = [...password.normalize('NFKC')].length
  if (length < PASSWORD_LEAST) return refuse('password-short', { least: PASSWORD_LEAST })
  if (length > PASSWORD_MOST) return refuse('password-long', { most: PASSWORD_MOST })
  const plain = password.normalize('NFKC').toLowerCase()
  const known = own
    .flatMap((text) => [text, text.split('@')[0] ?? ''])
    .map((text) => text.normalize('NFKC').toLowerCase().trim())
  const isOwn = known.some(
    (text) => text.length >= 2 && plain.includes(text) && plain.length - text.length < 6,
  )
  if (isOwn) return refuse('password-own-name')
  return isCommon(plain) ? refuse('password-common') : accept(null)
}
