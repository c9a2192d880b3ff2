"""Grades the checkout in which Classroom 50 starts it, with the kit beside it, and writes ./result.json.

It ends with exit code 0 when grading ran to its end, whatever the points are.
CNN_PACKAGES is passed on to install.sh, which says what it is for.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = Path.cwd()


def remove(path: Path) -> None:
    """Removes what a submission put where the result belongs: a file, a link or a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main() -> int:
    result = CHECKOUT / "result.json"
    remove(result)
    remove(CHECKOUT / "release-body.md")
    subprocess.run(["sh", str(HERE / "install.sh")], check=True)
    grade = ["sh", str(HERE / "grade.sh"), str(CHECKOUT), "classroom50", str(result)]
    return subprocess.run(grade, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
