import { readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { HANDED_OUT_FILE } from '#kit/course/handed-out.ts'
import { packSolutions, readPack } from '#kit/course/solutions.ts'
import { STUBS_FILE } from '#kit/course/stubs.ts'
import { writeWithFolders } from '#kit/system/write-with-folders.ts'
import { kitRoot } from '../learner.ts'

/** A kit to update from: everything that learners get, and then whatever a test changes. */
export class NewerKit {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
    copyForLearner(folder)
    symlinkSync(join(kitRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
    // Without this list, every file of the folder counts as part of the kit.
    rmSync(join(folder, HANDED_OUT_FILE))
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  write(path: string, text: string): void {
    writeWithFolders(join(this.folder, path), text)
  }

  change(path: string, change: (text: string) => string): void {
    this.write(path, change(this.read(path)))
  }

  remove(path: string): void {
    rmSync(join(this.folder, path))
  }

  /** Changes a stub. @param file - below `assignments/` */
  changeStub(file: string, change: (stub: string) => string): void {
    const stubs = new Map(readPack(this.folder, STUBS_FILE))
    stubs.set(file, change(stubs.get(file)!))
    this.write(STUBS_FILE, packSolutions(stubs))
  }
}
