import { Camera } from 'lucide-react'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'

/** Named one by one, so that an iPhone sends JPEG instead of its own format. */
const ACCEPTED = 'image/jpeg,image/png,image/webp'

/** Asks for pictures: taken now, or chosen from the phone, where there was no signal when the goods were at hand. */
export function PhotoForm({ error }: { error: string | undefined }) {
  return (
    <form method="post" encType="multipart/form-data" className="stack">
      <TextInput
        name="photo"
        id="camera"
        type="file"
        accept={ACCEPTED}
        capture="environment"
        label={m.village_photos_camera()}
        error={error}
      />
      <TextInput
        name="photo"
        id="album"
        type="file"
        accept={ACCEPTED}
        multiple
        label={m.village_photos_album()}
        hint={m.village_photos_hint()}
      />
      <Button tone="go" size="big" wide icon={Camera}>
        {m.village_photos_add()}
      </Button>
    </form>
  )
}
