import { ScanQrCode, Search } from 'lucide-react'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'

/**
 * Finds an order by its code, typed or seen by the camera where a script runs, or by who bought. Who shows a code has
 * come, and gets a number: that is why it is posted.
 */
export function FindOrder({ asked, operationId }: { asked: string; operationId: string }) {
  return (
    <search className="stack">
      <form method="post" className="scanrow grid-cols-[2fr_1fr]">
        <input type="hidden" name="operationId" value={operationId} />
        <div>
          <label className="vh" htmlFor="q">
            {m.desk_find_label()}
          </label>
          <input
            className="input"
            id="q"
            name="q"
            defaultValue={asked}
            placeholder={m.desk_find_hint()}
            autoComplete="off"
            data-scan-into=""
          />
        </div>
        <Button icon={Search}>{m.desk_find_do()}</Button>
      </form>
      <Button
        type="button"
        tone="go"
        size="big"
        wide
        icon={ScanQrCode}
        hidden
        data-scan-open=""
        aria-expanded="false"
        aria-controls="scan"
      >
        {m.desk_scan()}
      </Button>
      <div
        className="scan"
        id="scan"
        hidden
        data-scan=""
        data-starting={m.desk_scan_starting()}
        data-hold={m.desk_scan_hold()}
        data-not-a-code={m.desk_scan_not_a_code()}
        data-not-allowed={m.desk_scan_not_allowed()}
        data-no-camera={m.desk_scan_no_camera()}
        data-no-reader={m.desk_scan_no_reader()}
      >
        <p role="status" data-scan-says="" />
        <video muted playsInline hidden aria-label={m.desk_scan_picture()} />
      </div>
    </search>
  )
}
