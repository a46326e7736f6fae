/** The page a buyer pays on, in place of the provider's own. */

export type PageSession = { status: string; amount_total: number; title: string }

const plain = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

export function hostedPage({ status, amount_total, title }: PageSession, isDeclined: boolean): string {
  const yuan = (amount_total / 100).toFixed(2)
  const buttons =
    status === 'open'
      ? `<form method="post"><button name="act" value="pay">付款 Pay ¥${yuan}</button>
         <button name="act" value="decline">银行拒付 Declined</button>
         <button name="act" value="back">不付了，返回 Back</button></form>`
      : '<p>这一页已经付过或者过期了。This page is paid or expired.</p>'
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>付款演示 Card demo</title>
<style>body{font:18px/1.6 system-ui;max-width:26rem;margin:2rem auto;padding:0 1rem}button{display:block;width:100%;min-height:3rem;margin:.75rem 0;font:inherit}</style>
<h1>付款演示</h1><p>不会真的扣钱。No money moves.</p><p>${plain(title)}</p><p style="font-size:2rem">¥${yuan}</p>
${isDeclined ? '<p role="alert">银行没有同意，换一张卡再试。Declined.</p>' : ''}${buttons}</html>
`
}
