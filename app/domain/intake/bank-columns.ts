/** What the columns of a bank's statement may be called. Each bank has its own words for the same things. */
import type { TableSpec } from './table.ts'

export type BankKey =
  | 'day'
  | 'time'
  | 'in'
  | 'out'
  | 'amount'
  | 'direction'
  | 'balance'
  | 'serial'
  | 'summary'
  | 'postscript'
  | 'purpose'
  | 'remark'
  | 'payer'
  | 'payerAccount'
  | 'currency'

export const BANK: TableSpec<BankKey> = {
  background: ['currency', 'payer', 'payerAccount'],
  ignored: [
    '序号',
    '账号',
    '户名',
    '本方账号',
    '本方户名',
    '对方开户行',
    '对方行名',
    '对方开户行名',
    '对方行号',
    '开户行',
    '交易渠道',
    '渠道',
    '交易地点',
    '交易网点',
    '交易机构',
    '凭证种类',
    '交易类型',
    '钞汇标志',
  ],
  columns: [
    {
      key: 'day',
      required: true,
      names: [
        '交易日期',
        '记账日期',
        '入账日期',
        '账务日期',
        '交易日',
        '记账日',
        '入账日',
        '日期',
        'date',
        'transaction date',
        'posting date',
      ],
      patterns: [/^(交易|记账|入账|账务|发生)(日期?|时间)$/, /^交易日期?时间$/],
    },
    { key: 'time', names: ['时间', 'time'], patterns: [/^(交易|记账|入账)时间$/] },
    {
      key: 'in',
      names: [
        '收入金额',
        '收入',
        '贷方发生额',
        '贷方金额',
        '贷方',
        '转入金额',
        '存入金额',
        '来账金额',
        '收款金额',
        '贷方发生额/收入',
        '收入贷方',
        'credit',
        'credit amount',
        'money in',
        'paid in',
      ],
      patterns: [/^(贷方?|收入|转入|存入)(方|交易)?(发生额|金额)/, /贷方?(发生额|金额)/],
    },
    {
      key: 'out',
      names: [
        '支出金额',
        '支出',
        '借方发生额',
        '借方金额',
        '借方',
        '转出金额',
        '支取金额',
        '往账金额',
        '付款金额',
        '借方发生额/支取',
        '支出借方',
        'debit',
        'debit amount',
        'money out',
        'paid out',
      ],
      patterns: [/^(借方?|支出|转出|支取)(方|交易)?(发生额|金额)/, /借方?(发生额|金额)/],
    },
    {
      key: 'amount',
      names: ['金额', '交易金额', '发生额', '交易额', '发生金额', 'amount', 'transaction amount'],
    },
    {
      key: 'direction',
      names: [
        '借贷标志',
        '借贷方向',
        '借贷',
        '借/贷',
        '收支',
        '收支标志',
        '收支方向',
        '收/支',
        '收付标志',
        '收付',
        '往来标志',
        '来往账标志',
        'dc',
        'd/c',
        'direction',
      ],
      patterns: [/^(借贷|收支|收付)(标[志识记]|方向|类型)?$/],
    },
    {
      key: 'balance',
      names: ['余额', '账户余额', '本次余额', '交易后余额', '当前余额', '可用余额', 'balance'],
      patterns: [/余额$/],
    },
    {
      key: 'serial',
      names: [
        '交易流水号',
        '流水号',
        '核心流水号',
        '银行流水号',
        '交易流水',
        '账户明细编号',
        '账户明细编号-交易流水号',
        '凭证号',
        '凭证号码',
        '交易序号',
        '交易编号',
        '回单编号',
        '业务编号',
        'serial',
        'serial number',
        'transaction id',
        'reference number',
      ],
      patterns: [/流水号?$/, /^(交易|回单|凭证)(编号|号码?)$/],
    },
    {
      key: 'summary',
      names: ['摘要', '交易摘要', '业务摘要', 'summary', 'description'],
      patterns: [/摘要$/],
    },
    {
      key: 'postscript',
      names: ['附言', '交易附言', '客户附言', '汇款附言', '转账附言', '留言', 'postscript', 'message'],
      patterns: [/附言$/],
    },
    { key: 'purpose', names: ['用途', '交易用途', '款项用途', '汇款用途', 'purpose'], patterns: [/用途$/] },
    {
      key: 'remark',
      names: ['备注', '交易备注', '说明', '交易说明', '交易详情', 'remark', 'remarks', 'note'],
      patterns: [/^(交易|客户)?(备注|说明)/],
    },
    {
      key: 'payer',
      names: [
        '对方户名',
        '对方名称',
        '对方账户名称',
        '对方账户名',
        '对方单位',
        '对方单位名称',
        '交易对方',
        '付款人',
        '付款人名称',
        '付款方',
        '付款方户名',
        '交易对手',
        'counterparty',
        'payer',
      ],
      patterns: [/^(对方|付款[人方]|交易对[方手])(账户)?(户名|名称|姓名)$/],
    },
    {
      key: 'payerAccount',
      names: ['对方账号', '对方账户', '对方账号/卡号', '付款账号', '付款人账号', 'counterparty account'],
      patterns: [/^(对方|付款[人方]|交易对[方手])(账号|账户|卡号)$/],
    },
    { key: 'currency', names: ['币种', '货币', '交易币种', 'currency'] },
  ],
}
