#!/usr/bin/env python3
"""Compares lendbuf's owners with CPython's on random sequences of operations.

Usage: owners_cases.py [--sequences N] [--section NAME] DRIVER...    runs DRIVER (a command), which does as it is told,
                                                                     on N sequences in all
The seed comes from LENDBUF_TEST_SEED. After every operation both sides must agree on its result or its error, and on what
the owner holds. A section is a module for one kind of owner; it has sequence(pick), which yields what to do and what must
come of it:

    new NAME arguments...       an owner; what came before is gone
    operation arguments...      something done to it
Each line is answered by one: the result, a space, and the contents. The words of a line:
    -                 nothing: no argument, or no result         i-5               a number
    b0 b1             a truth value                              x6162, bx6162     bytes (what lends them, or what they are)
    d3ff8000000000000 a float, its bits                          i1,i2             a list of numbers, as an argument
    [x61,x62]         a list of bytes                            t6162             text
    !ValueError       an error of that class                     /1/-2/_           a slice; of the owner itself, where bytes
    h300:12345678     many bytes: their number and Adler-32                        are expected, and nothing for all of it
"""
import argparse
import os
import random
import subprocess
import sys
import time

import owners_array
import owners_bytearray
import owners_mmap

SECTIONS = {'array': owners_array, 'bytearray': owners_bytearray, 'mmap': owners_mmap}
if os.name != 'posix':
    del SECTIONS['mmap']  # Windows' maps are others


def run(command, sections, count, seed):
    pick = random.Random(seed)
    start = time.time()
    steps = []  # (line, expected answer, where its sequence starts)
    for number, section in enumerate(sections):
        for _ in range(count // len(sections) + (number < count % len(sections))):
            first = len(steps)
            steps += [(line, answer, first) for line, answer in section.sequence(pick)]
    print('%d sequences made in %.1f s' % (count, time.time() - start), flush=True)
    lines = ''.join(line + '\n' for line, _, _ in steps)
    driver = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True)
    answers = driver.stdout.splitlines()
    wrong = [k for k, ((_, expected, _), answer) in enumerate(zip(steps, answers)) if answer != expected]
    first_wrong = {steps[k][2]: k for k in reversed(wrong)}  # of each sequence: what follows says nothing new
    for k in sorted(first_wrong.values())[:10]:
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
    parser.add_argument('--section', choices=SECTIONS)
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    seed = int(os.environ.get('LENDBUF_TEST_SEED', '20240229'))
    print(f'LENDBUF_TEST_SEED={seed}, CPython {sys.version.split()[0]}')
    sections = [SECTIONS[options.section]] if options.section else list(SECTIONS.values())
    return run(options.command, sections, options.sequences, seed)


if __name__ == '__main__':
    sys.exit(main())
