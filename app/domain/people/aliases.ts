/**
 * What the public calls a household: two neutral characters of the hills and yards, then 户.
 * Invariant: an alias says nothing of the household and is unique in the village it is given in.
 */

const WORDS = (
  '竹林 鹅棚 石磨 井边 柿树 桥头 晒坝 梨园 水田 山坳 茶坡 柏林 ' +
  '桑园 塘坎 溪边 杏树 瓦檐 石梯 菜园 麦坡 桂树 枣树 橘园 荷塘 ' +
  '松坡 堰口 渡口 青坪 石桥 木楼 稻场 核桃 银杏 枇杷 芦苇 兰草 ' +
  '向阳 朝霞 晚风 清泉 白云 春雨 秋禾 冬青 金桔 红叶 绿荫 蓝天 ' +
  '篱笆 石臼 水车 风车 油坊 豆架 瓜棚 蜂箱 鱼塘 鸭棚 羊圈 谷仓 ' +
  '柳岸 樟树 槐树 榆树 楠木 香樟 苦竹 慈竹 斑竹 翠竹 茅草 艾草 ' +
  '土坡 岩口 沙湾 石湾 河湾 田湾 山湾 松湾 柏湾 竹湾 茶湾 梨湾 ' +
  '上坪 中坪 下坪 前坡 后坡 东坡 西坡 南坡 北坡 长坡 高坡 缓坡 ' +
  '梅园 桃园 李园 杨梅 石榴 葡萄 樱桃 板栗 花椒 生姜 芝麻 高粱 ' +
  '燕窝 鹊巢 画眉 布谷 白鹭 喜鹊 斑鸠 翠鸟 蜻蜓 萤火 蛙鸣 蝉声'
).split(' ')

/** A village's own place to begin in the list, so that neighbouring villages don't read alike. */
function firstIndex(villageCode: string): number {
  return [...villageCode].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 99_991, 7)
}

/**
 * The next `count` aliases of a village, none of them among `taken`. Once every word is taken, numbers follow:
 * 竹林2户. Made from the village and the order alone.
 */
export function nextAliases(villageCode: string, taken: ReadonlySet<string>, count: number): string[] {
  const start = firstIndex(villageCode)
  const aliases: string[] = []
  for (let n = 0; aliases.length < count; n++) {
    const word = WORDS[(start + n) % WORDS.length]
    const round = Math.floor(n / WORDS.length)
    const alias = round === 0 ? `${word}户` : `${word}${round + 1}户`
    if (!taken.has(alias)) aliases.push(alias)
  }
  return aliases
}
