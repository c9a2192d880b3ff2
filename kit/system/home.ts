import { homedir, tmpdir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

// Imported before what looks for the user's folders as it loads: where nobody has a home, as in a container that is
// started with the number of a user whom it does not know, that would end the process.

if (!isAbsolute(homeOrEmpty())) process.env.HOME = homeOfUser()
// The specification says so: https://specifications.freedesktop.org/basedir-spec/latest/
if (!isAbsolute(process.env.XDG_CACHE_HOME ?? '/')) delete process.env.XDG_CACHE_HOME

function homeOrEmpty(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}

/** The home that the system knows of, whatever the environment says; else the folder for temporary files. */
function homeOfUser(): string {
  try {
    return userInfo().homedir
  } catch {
    return tmpdir()
  }
}
