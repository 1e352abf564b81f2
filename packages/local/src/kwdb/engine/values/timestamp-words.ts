/** A word of letters and digits with what stands before it. */
export interface Word {
  readonly gap: string
  readonly text: string
}

/** Digits with the one character that separates them from what is before. */
export interface DigitGroup {
  readonly separator: string
  readonly digits: string
}

/** A text of more words is no time stamp. */
export const mostWords = 11
const mostDigits = 19
const greatestNumber = 9_223_372_036_854_775_807n

/** Names of months. */
export const months: ReadonlyMap<string, number> = new Map(
  [
    ['jan', 'january'],
    ['feb', 'february'],
    ['mar', 'march'],
    ['apr', 'april'],
    ['may'],
    ['jun', 'june'],
    ['jul', 'july'],
    ['aug', 'august'],
    ['sep', 'sept', 'september'],
    ['oct', 'october'],
    ['nov', 'november'],
    ['dec', 'december'],
  ].flatMap((names, i) => names.map(name => [name, i + 1] as const)),
)

/** Words for a day, as days from today. */
export const relativeDays: ReadonlyMap<string, bigint> = new Map([
  ['yesterday', -1n],
  ['today', 0n],
  ['tomorrow', 1n],
])

/** Words for UTC. */
export const utcWords: ReadonlySet<string> = new Set(['allballs', 'gmt', 'utc', 'z', 'zulu'])

/** Abbreviations of zones, which KWDB refuses because several zones share them. */
export const refusedWords: ReadonlySet<string> = new Set(
  (
    'acdt acst adt aedt aest akdt akst ast awst bst cat cdt cest cet cst chst eat edt eest eet est ' +
    'hdt hkt hst idt ist jst kst mdt mest met msk mst ndt nst nzdt nzst pdt pkt pst sast sst uct ' +
    'wat west wet wib wit wita'
  ).split(' '),
)

const wordPattern = /([^\p{L}\p{Nd}]*)([\p{L}\p{Nd}]+)/gu

/** The words of a text. */
export function splitWords(text: string): Word[] {
  const words: Word[] = []
  for (const [, gap = '', word = ''] of text.matchAll(wordPattern)) {
    // `11T12` is a day and an hour.
    if (/^[0-9A-Za-z]{2}[Tt][0-9A-Za-z]{2}$/.test(word)) {
      words.push({ gap, text: word.slice(0, 2) }, { gap: 't', text: word.slice(3) })
    } else words.push({ gap, text: word })
  }
  return words
}

/** The separator before a group of digits; null when there are several. */
function separatorOf(gap: string): string | null {
  let separator = ' '
  for (const char of gap) {
    if (separator === ' ') separator = char
    else if (!/[\s\u0085]/u.test(char)) return null
  }
  return separator
}

/** A word as a group of digits; null when it is none, or several characters separate it. */
export function digitGroup(gap: string, word: string): DigitGroup | null {
  if (!/^[0-9]+$/.test(word)) return null
  if (word.length >= mostDigits && BigInt(word) > greatestNumber) return null
  const separator = separatorOf(gap)
  return separator === null ? null : { separator, digits: word }
}
