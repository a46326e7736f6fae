/**
 * Which passwords are taken. Long is what counts; what everybody tries first is refused however long it is.
 * Invariant: the rule asks for no kinds of characters, and refuses nothing for being strange.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const PASSWORD_LEAST = 10
/** More than anyone types; keeps hashing cheap. */
export const PASSWORD_MOST = 200

export type PasswordRefusal = 'password-short' | 'password-long' | 'password-common' | 'password-own-name'

/** The words found most in leaked passwords, and what people here would think of first. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'password passwort passwd pass mypassword qwerty qwertyuiop qwert qwer asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm ' +
    'qazwsx qazwsxedc qweasd qweasdzxc asdzxc iloveyou loveyou iloveu ilove love forever woaini woaiwojia woaiziji ' +
    'wodemima mima nihao nihaoma zhongguo beijing shanghai sichuan chengdu suining shehong neijiang zizhong wuan ' +
    'wangwei zhangwei liwei zhangsan lisi wangwu welcome letmein admin administrator root test tester testing guest ' +
    'user demo changeme default secret master monkey dragon football baseball basketball superman batman princess ' +
    'sunshine shadow michael jordan jennifer michelle charlie computer internet samsung xiaomi huawei iphone wechat ' +
    'weixin taobao alibaba tencent facebook google yigou yigouzhufu fupin bangfu zhufu cunwei zhengfu trustno ' +
    'starwars pokemon whatever freedom hello helloworld killer mustang ninja access flower cheese summer winter ' +
    'spring autumn january february march april august september october november december monday friday sunday'
  ).split(' '),
)

/** Figures that stand for words, and ways across the number pad. */
const COMMON_FIGURES: ReadonlySet<string> = new Set(
  '520 521 1314 5201314 1314520 1314521 5201314520 1314520521 147258369 159357 159753 789456123 741852963 963852741'.split(
    ' ',
  ),
)
/** Ways across the keyboard that mix letters and figures. */
const COMMON_WALK =
  /^(1qaz2wsx(3edc(4rfv)?)?|1q2w3e4r(5t(6y)?)?|q1w2e3r4(t5(y6)?)?|zaq12wsx(cde3)?|a1b2c3(d4(e5)?)?|1a2b3c(4d)?)$/

const ROWS = [
  '01234567890',
  '09876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
]

/** Whether each sign repeats the one before or stands beside it among the digits, the letters or the keys. */
function isRun(text: string): boolean {
  for (let i = 1; i < text.length; i++) {
    const [one = '', other = ''] = text.slice(i - 1, i + 1)
    if (one !== other && !ROWS.some((row) => row.includes(one + other) || row.includes(other + one)))
      return false
  }
  return true
}

/** The shortest piece that the text is repetitions of: `abcabcab` repeats `abc`. */
function repeatedPiece(text: string): string {
  for (let length = 1; length < text.length; length++) {
    const piece = text.slice(0, length)
    if (piece.repeat(Math.ceil(text.length / length)).startsWith(text)) return piece
  }
  return text
}

/** A date with its year first, a mobile number, or few enough figures to try them all. */
function isKnownFigure(figures: string): boolean {
  return figures.length <= 4 || /^(19|20)\d{4,6}$|^1[3-9]\d{9}$/.test(figures) || COMMON_FIGURES.has(figures)
}

function isGuessable(part: string): boolean {
  const piece = repeatedPiece(part)
  return (
    piece.length <= 2 ||
    isRun(piece) ||
    COMMON_WORDS.has(piece) ||
    (/^\d+$/.test(part) && (isKnownFigure(part) || COMMON_FIGURES.has(piece))) ||
    /^[^\p{L}\d]{1,4}$/u.test(part)
  )
}

/** Letters in place of the signs that are drawn for them: `p@ssw0rd` is `password`. */
function withoutDisguise(text: string): string {
  return text.replace(/[@4]/g, 'a').replace(/0/g, 'o').replace(/3/g, 'e').replace(/[$5]/g, 's')
}

function isCommon(password: string): boolean {
  const parts = password.match(/\p{L}+|\d+|[^\p{L}\d]+/gu) ?? []
  // "Password2026!" is a word with what everybody hangs on it.
  if (parts.length <= 4 && parts.every(isGuessable)) return true
  const word = withoutDisguise(password.replace(/[^\p{L}]+$/u, ''))
  return COMMON_WALK.test(repeatedPiece(password)) || COMMON_WORDS.has(word)
}

/** Judges a new password. `own` is what others know of the person: name, number, address. */
export function checkPassword(password: string, own: readonly string[]): Verdict<null, PasswordRefusal> {
  const plain = password.normalize('NFKC').toLowerCase()
  const length = [...plain].length
  if (length < PASSWORD_LEAST) return refuse('password-short', { least: PASSWORD_LEAST })
  if (length > PASSWORD_MOST) return refuse('password-long', { most: PASSWORD_MOST })
  const known = own
    .flatMap((text) => [text, text.split('@')[0] ?? ''])
    .map((text) => text.normalize('NFKC').toLowerCase().trim())
  const isOwn = known.some(
    (text) => text.length >= 2 && plain.includes(text) && length - [...text].length < 6,
  )
  if (isOwn) return refuse('password-own-name')
  return isCommon(plain) ? refuse('password-common') : accept(null)
}
