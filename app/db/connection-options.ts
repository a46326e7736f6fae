/** An address and what its connections begin with; what the address itself asks for comes first and ours holds. */
export function withOptions(url: string, ours: string): { connectionString: string; options: string } {
  const [address = '', query = ''] = url.split('?')
  const asked = new URLSearchParams(query)
  const options = [asked.get('options'), ours].filter((each) => each !== null).join(' ')
  asked.delete('options')
  return { connectionString: asked.size > 0 ? `${address}?${asked}` : address, options }
}
