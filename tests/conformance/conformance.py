"""Runs CPython's own tests of memoryview, struct, array, bytes and mmap against another module's types.

    conformance.py MODULE [--suites struct,array] [--only NAMES] [--seed N] [--json FILE] [--expect FILE]

The tests are those that are installed with the interpreter (Debian: libpython3.11-testsuite). Each suite runs in a
process of its own (see suite_process.py): once to list its tests, once with poison in place of the replaced names, to
find the tests that do not touch them, and once for real. What kills or hangs the process is charged to the test that
ran, and the rest goes on.

Outcomes: passed, failed, errors, crashed (all of which count), skipped by CPython itself, excluded (exclusions.json:
what is meaningless for a type that was not born in CPython), vacuous (passes with poison, so it proves nothing).

With --expect, a file like expected.json says which tests fail and how many must pass; the status is 1 when a test
fails that is not in it, when one passes that is, or when fewer pass. Tests that want a limitation of CPython (listed
in exclusions.json) may fail then, unless --strict tells the module to keep to the limitations, by LENDBUF_STRICT=1.
Without --expect the status is 1 when any test fails.
"""
import argparse
import collections
import fnmatch
import json
import os
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SUITES = ("memoryview", "buffer", "struct", "array", "bytes", "mmap")
OUTCOMES = ("passed", "failed", "errors", "crashed", "skipped", "excluded", "vacuous")
BAD = ("failed", "errors", "crashed")


def first_match(rows, suite, test):
    """Gives the first row whose suite and pattern are those of a test."""
    return next((row for row in rows if row[0] == suite and fnmatch.fnmatch(test, row[1])), None)


class Process:
    """Runs suite_process.py once and keeps what it reported."""

    def __init__(self, options, timeout):
        self.results, self.tests, self.facts = {}, [], {}
        self.running = None
        self.finished = False
        with tempfile.TemporaryDirectory() as folder:
            events = os.path.join(folder, "events")
            open(events, "w").close()
            with open(os.path.join(folder, "log"), "w+", errors="replace") as log:
                child = subprocess.Popen(
                    [sys.executable, "-B", os.path.join(HERE, "suite_process.py"), json.dumps(options), events],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
                try:
                    status = child.wait(timeout)
                    self.end = signal.Signals(-status).name if status < 0 else f"exit status {status}"
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
                    self.end = f"no end after {timeout:g} s"
                log.seek(0)
                self.log = log.read()[-2000:]
            with open(events) as lines:
                for line in lines:
                    if line.endswith("\n"):  # the last may be cut
                        self.take(*json.loads(line))

    def take(self, event, value):
        if event == "start":
            self.running = value
        elif event == "stop":
            test, outcome, detail = value
            self.results[test] = (outcome, detail)
            self.running = None
        elif event == "tests":
            self.tests = value
        elif event == "facts":
            self.facts = value
        elif event == "end":
            self.finished = True


class Run:
    """Runs a suite's process, again after each crash, until all tests have an outcome."""

    def __init__(self, suite, mode, skip, arguments):
        self.results, self.problem = {}, ""
        while True:
            options = {"suite": suite, "mode": mode, "module": arguments.module, "only": arguments.only,
                       "seed": arguments.seed, "numpy": arguments.with_numpy, "skip": [*skip, *self.results],
                       "path": [os.getcwd(), *map(os.path.abspath, sys.path[1:])]}
            process = Process(options, arguments.timeout)
            self.results.update(process.results)
            self.tests, self.facts = process.tests, process.facts
            if process.finished:
                break
            if process.running is None:
                self.problem = f"{process.end}\n{process.log}"
                break
            self.results[process.running] = ("crashed", process.end)


class Suite:
    """Is one suite run to its end: the outcome of every test."""

    def __init__(self, name, arguments, exclusions):
        self.name, self.arguments, self.exclusions = name, arguments, exclusions
        self.outcomes, self.details = {}, {}
        runs = [Run(name, "list", (), arguments)]
        excluded, vacuous, results = {}, set(), {}
        if not arguments.include_excluded:
            excluded = {test: row for test in runs[0].tests
                        if (row := first_match(exclusions["exclusions"], name, test))}
        if runs[0].tests and not runs[0].problem:
            if arguments.module and not arguments.no_probe:
                runs.append(Run(name, "poison", excluded, arguments))
                vacuous = {test for test, (outcome, _) in runs[-1].results.items() if outcome == "passed"}
            runs.append(Run(name, "run", excluded, arguments))
            results = runs[-1].results
        self.problem = next((run.problem for run in runs if run.problem), "")
        self.borrowed = runs[0].facts.get("borrowed", [])
        for test in dict.fromkeys([*runs[0].tests, *results]):
            outcome, detail = results.get(test, ("errors", "did not run: its class or module could not be set up"))
            if test in excluded:
                outcome, detail = "excluded", ": ".join(excluded[test][2:])
            elif outcome == "passed" and test in vacuous:
                outcome, detail = "vacuous", "touches none of the replaced names"
            self.outcomes[test], self.details[test] = outcome, detail
        self.counts = collections.Counter(self.outcomes.values())

    @property
    def provided(self):
        return sum(self.counts[outcome] for outcome in ("passed", *BAD))

    def line(self):
        rate = f"{100 * self.counts['passed'] / self.provided:7.2f} %" if self.provided else "not provided"
        return f"{self.name:<11}" + "".join(f"{self.counts[o]:>9}" for o in OUTCOMES) + f"  {rate}"

    def complaints(self, expected):
        """Lists what is not as it should be: all failures, but those expected, which must fail."""
        found = [f"{self.name}: {self.problem}"] if self.problem else []
        forgiven = 0
        for test, outcome in self.outcomes.items():
            row = first_match(expected.get("failures", []), self.name, test)
            limitation = first_match(self.exclusions["limitations"], self.name, test)
            if outcome in BAD and not row and not (limitation and expected and not self.arguments.strict):
                text = f"{outcome.upper():<8} {self.name}: {test}\n         {self.details[test]}"
                if limitation:
                    text += f"\n         this test wants a limitation of CPython: {limitation[2]}"
                found.append(text)
            elif outcome in BAD:
                forgiven += 1
            elif outcome == "passed" and row:
                found.append(f"PASSED   {self.name}: {test}\n         take it out of the list of expected failures")
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        least = expected.get("passed", {}).get(version, {}).get(self.name)
        if least is not None and not self.arguments.include_excluded and self.counts["passed"] < least - forgiven:
            found.append(f"{self.name}: {self.counts['passed']} tests passed, {least - forgiven} must")
        return found


def read_json(path):
    with open(path) as file:
        return json.load(file)


def list_exclusions(arguments, exclusions):
    """Prints every exclusion and how many of the installed tests it takes out."""
    for name in arguments.suites:
        tests = Run(name, "list", (), arguments).tests
        taken = collections.Counter(tuple(row) for t in tests if (row := first_match(exclusions, name, t)))
        for row in exclusions:
            if row[0] == name:
                print(f"{taken[tuple(row)]:>4}  {name:<10} {row[1]:<48} {row[2]:<13} {row[3]}")
    return 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = lambda text: text.split(",")  # noqa: E731
    parser.add_argument("module", nargs="?", help="the module under test; without one, CPython tests itself")
    parser.add_argument("--suites", type=names, default=list(SUITES), help="some of " + ",".join(SUITES))
    parser.add_argument("--only", type=names, default=[], help="replace only these names: memoryview, struct, ...")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("LENDBUF_TEST_SEED", "0")))
    parser.add_argument("--expect", help="what may fail and how many pass (JSON)")
    parser.add_argument("--strict", action="store_true", help="the module is to keep CPython's limitations")
    parser.add_argument("--exclusions", default=os.path.join(HERE, "exclusions.json"))
    parser.add_argument("--include-excluded", action="store_true")
    parser.add_argument("--list-exclusions", action="store_true")
    parser.add_argument("--no-probe", action="store_true", help="do not look for vacuous tests")
    parser.add_argument("--with-numpy", action="store_true", help="let test_buffer see NumPy; it tests less then")
    parser.add_argument("--timeout", type=float, default=250, help="seconds for a process (default: %(default)g)")
    parser.add_argument("--json", help="write all outcomes here")
    arguments = parser.parse_args()
    if unknown := set(arguments.suites) - set(SUITES):
        parser.error("no such suite: " + ", ".join(sorted(unknown)))
    return arguments


def main():
    arguments = parse_arguments()
    exclusions = read_json(arguments.exclusions)
    os.environ["LENDBUF_STRICT"] = "1" if arguments.strict else "0"
    if arguments.list_exclusions:
        return list_exclusions(arguments, exclusions["exclusions"])
    expected = read_json(arguments.expect) if arguments.expect else {}
    print(f"{'suite':<11}" + "".join(f"{outcome:>9}" for outcome in OUTCOMES), flush=True)
    suites = []
    for name in arguments.suites:
        suites.append(Suite(name, arguments, exclusions))
        print(suites[-1].line(), flush=True)
    complaints = [text for suite in suites for text in suite.complaints(expected)]
    if borrowed := sorted({name for suite in suites for name in suite.borrowed}):
        print("these are CPython's own, or made of them: " + ", ".join(borrowed))
    if not any(suite.provided for suite in suites):
        complaints.append("no test ran")
    print("\n".join(complaints))
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({"module": arguments.module, "python": sys.version, "seed": arguments.seed, "suites": {
                suite.name: {"counts": suite.counts, "outcomes": suite.outcomes, "details": suite.details}
                for suite in suites}}, file, indent=1)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
