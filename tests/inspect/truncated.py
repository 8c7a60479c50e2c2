"""Runs the real program on files that were cut short, and on wrong arguments.

    python3 truncated.py PROGRAM FOLDER

Each run must end with exit code 0, or with 1 and a message that names the file. LENDBUF_TEST_SEED chooses the cuts.
"""

import os
import random
import subprocess
import sys
import tempfile

RUNS = 300


def run(*command):
    return subprocess.run(command, capture_output=True, timeout=60)


def check(result, path):
    message = result.stderr.decode()
    if result.returncode == 0:
        return message == "" and result.stdout != b""
    return result.returncode == 1 and message.startswith(f"inspect: {path}: ") and message.count("\n") == 1


def main(program, folder):
    seed = int(os.environ.get("LENDBUF_TEST_SEED", "20240229"))
    choose = random.Random(seed)
    names = sorted(os.listdir(folder))
    failures, refused = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "cut")
        for _ in range(RUNS):
            name = choose.choice(names)
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            size = choose.randrange(len(content) + 1)
            with open(path, "wb") as file:
                file.write(content[:size])
            result = run(program, path)
            refused += result.returncode == 1
            if not check(result, path):
                failures += 1
                print(f"{name} cut to {size} bytes: {result.returncode}: {result.stderr.decode()!r}")
        missing = os.path.join(scratch, "missing")
        for arguments, code in (([], 2), (["a", "b"], 2), ([missing], 1), ([scratch], 1)):
            result = run(program, *arguments)
            if result.returncode != code or not result.stderr or result.stdout:
                failures += 1
                print(f"arguments {arguments}: {result.returncode}: {result.stderr.decode()!r}")
    print(f"seed {seed}: {RUNS} runs, {refused} files refused, {failures} failures")
    return failures == 0 and refused > RUNS // 3


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
