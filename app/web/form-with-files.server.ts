import { type FileUpload, parseFormData } from '@remix-run/form-data-parser'

/** More than any picture or voice note that is taken: what is too large for its kind is told apart later, by name. */
const MOST_BYTES = 30 * 1024 * 1024
const MOST_FILES = 5

/** A posted form with its files; one whose files are beyond all measure counts as an empty form. */
export async function readFormWithFiles(request: Request): Promise<FormData> {
  try {
    const limits = { maxFileSize: MOST_BYTES, maxFiles: MOST_FILES }
    return await parseFormData(request, limits, (upload: FileUpload) => upload)
  } catch {
    return new FormData()
  }
}

/** The bytes of a file field; empty where nothing was chosen. */
export async function fileBytes(form: FormData, name: string): Promise<Uint8Array> {
  const file = form.get(name)
  return file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
}
