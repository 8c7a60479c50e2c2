"""Runs one of CPython's test modules with a foreign module's types in place of CPython's; a process of conformance.py.

The test module is imported once as it is, so that what it imports is genuine, and then executed again in a fresh
namespace: `memoryview` and `bytearray` are defined there already (globals win over builtins), `import struct`, `array`
and `mmap` find modules that hold the foreign names. `bytes` is replaced only where it is the type under test. What the
foreign module lacks is never taken from CPython, but for constants and struct.error.
"""
import builtins
import importlib
import importlib.util
import json
import random
import sys
import traceback
import types
import unittest

# What a suite tests: it runs when the module has any of these.
SUBJECTS = {
    "memoryview": {"memoryview"},
    "buffer": {"memoryview"},
    "struct": {"struct"},
    "array": {"array"},
    "bytes": {"bytearray", "bytes"},
    "mmap": {"mmap"},
}
STRUCT_NAMES = ("pack", "unpack", "pack_into", "unpack_from", "iter_unpack", "calcsize", "Struct", "error")
# Attributes of the test classes that name the type they test.
TYPE_ATTRIBUTES = ("type2test", "basetype", "ro_type", "rw_type")


def module_of(name, members):
    module = types.ModuleType(name)
    vars(module).update(members)
    return module


def replacements(foreign, only):
    """Finds what stands in for what: types by the names of builtins, modules by theirs."""
    found = {name: getattr(foreign, name) for name in ("memoryview", "bytearray", "bytes") if hasattr(foreign, name)}
    holder = getattr(foreign, "struct", foreign)
    members = {name: getattr(holder, name) for name in STRUCT_NAMES if hasattr(holder, name)}
    if members.keys() - {"error"}:
        members.setdefault("error", importlib.import_module("struct").error)
        found["struct"] = module_of("struct", members)
    for name in ("array", "mmap"):
        if not hasattr(foreign, name):
            continue
        subject = getattr(foreign, name)
        holder = subject if isinstance(subject, types.ModuleType) else foreign
        members = {key: getattr(holder, key, value) for key, value in vars(importlib.import_module(name)).items()
                   if key.isupper() or key in ("typecodes", "_array_reconstructor")}
        members[name] = getattr(subject, name) if holder is subject else subject
        if name == "mmap":
            members["error"] = OSError
        found[name] = module_of(name, members)
    return {name: value for name, value in found.items() if not only or name in only}


def borrowed_from_cpython(found):
    """Lists the replacements that are CPython's own, or derived from them."""
    def is_same(value, genuine):
        return value is genuine or (isinstance(value, type) and isinstance(genuine, type)
                                    and issubclass(value, genuine))
    names = []
    for name, value in found.items():
        if not isinstance(value, types.ModuleType):
            if is_same(value, getattr(builtins, name)):
                names.append(name)
            continue
        genuine = importlib.import_module(name)
        names += [f"{name}.{key}" for key, member in vars(value).items()
                  if callable(member) and key not in ("error", "_array_reconstructor")
                  and is_same(member, getattr(genuine, key, None))]
    return names


def replace_tested_type(module, is_tested, by):
    for cls in list(vars(module).values()):
        if isinstance(cls, type) and cls.__module__ == module.__name__:
            for name in TYPE_ATTRIBUTES:
                if name in vars(cls) and is_tested(vars(cls)[name]):
                    setattr(cls, name, by)


def load(suite, found):
    """Executes the installed test module with what was found in place of CPython's."""
    name = "test.test_" + suite
    genuine = importlib.import_module(name)
    module = importlib.util.module_from_spec(genuine.__spec__)
    vars(module).update({key: found[key] for key in ("memoryview", "bytearray") if key in found})
    modules = {key: value for key, value in found.items() if isinstance(value, types.ModuleType)}
    before = {key: sys.modules.get(key) for key in modules}
    sys.modules[name] = module  # where pickle looks for classes
    sys.modules.update(modules)
    try:
        module.__spec__.loader.exec_module(module)
    finally:
        for key, value in before.items():
            if value is None:
                del sys.modules[key]
            else:
                sys.modules[key] = value
    if "bytes" in found:
        replace_tested_type(module, lambda value: value is bytes, found["bytes"])
    return module


class Poisoned(BaseException):
    """Leaves a test that uses what it tests; no `except Exception` stops it."""


class PoisonType(type):
    def refuse(cls, *arguments, **keywords):
        raise Poisoned
    __call__ = __getattr__ = __instancecheck__ = __subclasscheck__ = refuse


class Poison(metaclass=PoisonType):
    """Cannot be used."""


def poison(module, found):
    for name in found:
        if name != "bytes" and name in vars(module):
            setattr(module, name, Poison)
    owned = tuple(value for value in found.values() if isinstance(value, type))
    replace_tested_type(module, lambda value: isinstance(value, type) and issubclass(value, owned), Poison)


class Reporter(unittest.TestResult):
    """Reports each test as it starts and as it ends; its worst outcome counts."""
    SEVERITY = ("passed", "skipped", "failed", "errors")

    def __init__(self, report, prefix, seed):
        super().__init__()
        self.report, self.prefix, self.seed = report, prefix, seed
        self.outcome, self.detail = "passed", ""

    def name(self, test):
        return test.id().removeprefix(self.prefix)

    def startTest(self, test):
        super().startTest(test)
        self.outcome, self.detail = "passed", ""
        random.seed(f"{self.seed}:{self.name(test)}")  # the same data whatever ran before
        self.report("start", self.name(test))

    def stopTest(self, test):
        self.report("stop", (self.name(test), self.outcome, self.detail))

    def note(self, test, outcome, detail):
        if not isinstance(test, unittest.TestCase):  # a class that could not be set up
            self.report("stop", (self.name(test), outcome, detail))
        elif self.SEVERITY.index(outcome) > self.SEVERITY.index(self.outcome):
            self.outcome, self.detail = outcome, detail

    def describe(self, failure):
        kind, value, trace = failure
        places = [frame for frame in traceback.extract_tb(trace) if "/test/" in frame.filename]
        place = f"{places[-1].filename.rpartition('/')[2]}:{places[-1].lineno}: " if places else ""
        return (place + "".join(traceback.format_exception_only(kind, value)).strip())[:400]

    def addError(self, test, failure):
        self.note(test, "errors", self.describe(failure))

    def addFailure(self, test, failure):
        self.note(test, "failed", self.describe(failure))

    def addSubTest(self, test, subtest, failure):
        if failure is not None:
            expected = issubclass(failure[0], test.failureException)
            self.note(test, "failed" if expected else "errors", self.describe(failure))

    def addSkip(self, test, reason):
        self.note(getattr(test, "test_case", test), "skipped", reason)

    def addUnexpectedSuccess(self, test):
        self.note(test, "failed", "unexpected success")


def tests_in(suite):
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from tests_in(entry)
        else:
            yield entry


def main(options, events):
    sys.path[:] = options["path"]
    if not options["numpy"]:
        sys.modules["numpy"] = None

    def report(event, value=None):
        events.write(json.dumps((event, value)) + "\n")

    suite = options["suite"]
    random.seed(options["seed"])
    found = replacements(importlib.import_module(options["module"]), options["only"]) if options["module"] else {}
    report("facts", {"provided": sorted(found), "borrowed": sorted(borrowed_from_cpython(found))})
    if options["module"] and not SUBJECTS[suite] & found.keys():
        return report("end")
    module = load(suite, found)
    if options["mode"] == "poison":
        poison(module, found)
    reporter = Reporter(report, module.__name__ + ".", options["seed"])
    tests = list(tests_in(unittest.defaultTestLoader.loadTestsFromModule(module)))
    report("tests", [reporter.name(test) for test in tests])
    if options["mode"] != "list":
        skip = set(options["skip"])
        unittest.TestSuite(test for test in tests if reporter.name(test) not in skip).run(reporter)
    report("end")


if __name__ == "__main__":
    with open(sys.argv[2], "a", buffering=1) as file:
        main(json.loads(sys.argv[1]), file)
