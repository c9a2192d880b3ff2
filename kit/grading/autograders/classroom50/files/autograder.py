"""Grades the checkout in which Classroom 50 starts it, with the kit beside it.

It writes ./result.json, and ./release-body.md for learners to read. It ends with exit code 0 when grading ran to its end,
whatever the points are. CNN_PACKAGES is passed on to install.sh, which says what it is for.
"""

import html
import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULT = Path.cwd() / "result.json"
BODY = Path.cwd() / "release-body.md"


def remove(path: Path) -> None:
    """Removes what a submission put where a result belongs: a file, a link or a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def release_body(result: dict) -> str:
    """Returns a table of all TODOs, and what is wrong with those that are wrong."""
    tests = result["tests"]
    rows = [f"| {test['test-name']} | {test['state']} | {test['score']} of {test['max-score']} |" for test in tests]
    # What a submission throws may hold HTML and Markdown. In <pre>, only HTML counts.
    wrong = [
        f"**{test['test-name']}**\n\n<pre>\n{html.escape(test['output'])}\n</pre>\n"
        for test in tests
        if test["state"] == "wrong"
    ]
    head = [
        f"### {result['score']} of {result['max-score']} points",
        "",
        "| TODO | State | Points |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, "", *wrong])


def main() -> int:
    remove(RESULT)
    remove(BODY)
    subprocess.run(["sh", str(HERE / "install.sh")], check=True)
    grade = ["sh", str(HERE / "grade.sh"), str(Path.cwd()), "classroom50", str(RESULT)]
    status = subprocess.run(grade, check=False).returncode
    if status == 0:
        BODY.write_text(release_body(json.loads(RESULT.read_text("utf-8"))), "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
