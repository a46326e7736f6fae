/**
 * Chat text made plain for reading: full-width and traditional characters as their usual ones, letters small.
 * Invariant: each character stays in its place, so that whatever is found can be shown as it was written.
 */

/** Traditional characters that are met in orders, each beside its simplified one. */
const TRADITIONAL =
  '鵝鹅雞鸡鴨鸭魚鱼鯰鲶紅红萵莴筍笋蔥葱農农醃腌薑姜麵面隻只個个條条頭头顆颗雙双對对壺壶罈坛盤盘' +
  '壹一貳二贰二叁三肆四伍五陸六陆六柒七捌八玖九拾十兩两萬万〇零○零' +
  '來来還还從从後后請请謝谢幫帮給给訂订買买錢钱塊块單单樣样們们這这點点號号鮮鲜'

const PLAIN = new Map<string, string>()
for (let i = 0; i + 1 < TRADITIONAL.length; i += 2) {
  PLAIN.set(TRADITIONAL.charAt(i), TRADITIONAL.charAt(i + 1))
}

/** The text with each character replaced by its plain one, if it has one; as long as it was. */
export function plainText(text: string): string {
  let plain = ''
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    const usual = character.normalize('NFKC').toLowerCase()
    // What would become two, or is half of a pair, stays as it is.
    const one = usual.length === 1 ? usual : character
    plain += PLAIN.get(one) ?? one
  }
  return plain
}
