#!/usr/bin/env python3
"""Compares lendbuf's owners with CPython's on random sequences of operations.

Usage: owners_cases.py [--sequences N] DRIVER...        runs DRIVER (a command), which carries the operations out
The seed comes from LENDBUF_TEST_SEED. After every operation both sides must agree on its result or its error, and on what
the owner holds. A section is a module for one kind of owner; it has a NAME, and sequence(pick), which yields what to do
and what must come of it:

    new NAME arguments...       an owner; what came before is gone
    operation arguments...      something done to it
Each line is answered by one: the result, a space, and the contents. The words of a line:
    -                 nothing: no argument, or no result         i-5               a number
    b0 b1             a truth value                              x6162, bx6162     bytes (what lends them in C++)
    [x61,x62]         a list of bytes                            t6162             text
    !ValueError       an error of that class                     /1/-2/_           the owner's own bytes, a slice of them
"""
import argparse
import os
import random
import subprocess
import sys
import time

import owners_bytearray

SECTIONS = [owners_bytearray]


def run(command, count, seed):
    pick = random.Random(seed)
    start = time.time()
    steps = []  # (line, expected answer, where its sequence starts)
    for _ in range(count):
        section = pick.choice(SECTIONS)
        first = len(steps)
        steps += [(line, answer, first) for line, answer in section.sequence(pick)]
    print('%d sequences made in %.1f s' % (count, time.time() - start), flush=True)
    lines = ''.join(line + '\n' for line, _, _ in steps)
    driver = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True)
    answers = driver.stdout.splitlines()
    wrong = [k for k, ((_, expected, _), answer) in enumerate(zip(steps, answers)) if answer != expected]
    for k in wrong[:10]:
        for line, expected, _ in steps[steps[k][2]:k]:
            print(f'{line}\n    {expected}')
        print(f'{steps[k][0]}\n    CPython {steps[k][1]}\n    lendbuf {answers[k]}\n')
    if len(answers) < len(steps):
        print(f'The driver stopped at\n{steps[len(answers)][0]}')
    errors = sum(expected.startswith('!') for _, expected, _ in steps)
    print(f'{count} sequences, {len(steps)} operations ({errors} errors), {len(wrong)} mismatches, '
          f'{time.time() - start:.1f} s')
    if wrong or len(answers) != len(steps) or driver.returncode != 0:
        print(f'FAILED with LENDBUF_TEST_SEED={seed} (driver status {driver.returncode}, {len(answers)} answers)',
              file=sys.stderr)
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--sequences', type=int, default=20000)
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    seed = int(os.environ.get('LENDBUF_TEST_SEED', '20240229'))
    print(f'LENDBUF_TEST_SEED={seed}, CPython {sys.version.split()[0]}')
    return run(options.command, options.sequences, seed)


if __name__ == '__main__':
    sys.exit(main())
