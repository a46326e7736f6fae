import { type FileUpload, MaxFileSizeExceededError, parseFormData } from '@remix-run/form-data-parser'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const MOST_MEGABYTES = 30

/** What was sent; the file is not copied until somebody reads it, for it may be large. */
export type UploadedFile = { form: FormData; file: File }

/** Reads a form with one file in its field `file`, of a size that is bounded while it comes. */
export async function readUploadedFile(
  request: Request,
): Promise<Verdict<UploadedFile, 'import-file-missing' | 'file-too-large'>> {
  try {
    const form = await parseFormData(
      request,
      { maxFileSize: MOST_MEGABYTES * 1024 * 1024, maxFiles: 1 },
      (upload: FileUpload) => upload,
    )
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0) return refuse('import-file-missing')
    return accept({ form, file })
  } catch (error) {
    if (error instanceof MaxFileSizeExceededError)
      return refuse('file-too-large', { mostMegabytes: MOST_MEGABYTES })
    return refuse('import-file-missing')
  }
}

export async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer())
}
