import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder above this module in which `entry` lies: the project's root, whether this module runs from source or is
 * part of a built bundle. What a process of its own runs is started from there.
 */
export function rootOf(entry: string): string {
  let root = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(root, entry))) {
    const parent = path.dirname(root)
    if (parent === root) throw new Error(`${entry} is not above ${import.meta.url}`)
    root = parent
  }
  return root
}
