import { homedir, tmpdir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

// Import this before any module that looks up the user's folders when it loads. If the user has no home folder, as in a
// container that runs with an unknown user ID, that lookup would end the process.

if (!isAbsolute(homeOrEmpty())) process.env.HOME = homeOfUser()
// The specification says to ignore relative paths: https://specifications.freedesktop.org/basedir-spec/latest/
if (!isAbsolute(process.env.XDG_CACHE_HOME ?? '/')) delete process.env.XDG_CACHE_HOME

function homeOrEmpty(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}

/** Returns the user's home folder as the system, not the environment, has it, or else the temporary folder. */
function homeOfUser(): string {
  try {
    return userInfo().homedir
  } catch {
    return tmpdir()
  }
}
