import { Search } from 'lucide-react'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'

/** Finds a household at the stalls by name, village or number. */
export function FindHousehold({ asked }: { asked: string }) {
  return (
    <search>
      <form className="scanrow grid-cols-[2fr_1fr]">
        <div>
          <label className="vh" htmlFor="q">
            {m.desk_walk_up_find()}
          </label>
          <input
            className="input"
            id="q"
            name="q"
            defaultValue={asked}
            placeholder={m.desk_walk_up_find_hint()}
            autoComplete="off"
          />
        </div>
        <Button icon={Search}>{m.desk_find_do()}</Button>
      </form>
    </search>
  )
}
