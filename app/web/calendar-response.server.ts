/** An .ics file as an answer. */
export function calendarResponse(file: string, name: string, headers: Record<string, string>): Response {
  return new Response(file, {
    headers: {
      ...headers,
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  })
}
