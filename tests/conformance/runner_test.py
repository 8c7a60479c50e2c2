"""Tests of conformance.py: CPython's own types pass, and what is broken on purpose is noticed."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


class Runner(unittest.TestCase):
    def run_on(self, module, suites, *options, expect=None):
        """Runs conformance.py on a control; gives its status, its outcomes by suite, and what it printed."""
        with tempfile.TemporaryDirectory() as folder:
            if expect is not None:
                options += ("--expect", os.path.join(folder, "expected.json"))
                with open(options[-1], "w") as file:
                    json.dump(expect, file)
            result = os.path.join(folder, "result.json")
            process = subprocess.run(
                [sys.executable, "-B", os.path.join(HERE, "conformance.py"), module, "--suites", suites,
                 "--json", result, *options],
                env={**os.environ, "PYTHONPATH": os.path.join(HERE, "controls")},
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            with open(result) as file:
                outcomes = {name: suite["outcomes"] for name, suite in json.load(file)["suites"].items()}
            return process.returncode, outcomes, process.stdout

    @staticmethod
    def named(outcomes, *kinds):
        return {test.rpartition(".")[2] for test, outcome in outcomes.items() if outcome in kinds}

    def test_cpython_passes_its_own_tests(self):
        with open(os.path.join(HERE, "expected.json")) as file:
            expected = json.load(file)
        status, outcomes, text = self.run_on("stdlib_shim", ",".join(expected["passed"]["3.11"]))
        self.assertEqual(status, 0, text)
        self.assertIn("these are CPython's own", text)
        for suite, least in expected["passed"].get("%d.%d" % sys.version_info[:2], {}).items():
            self.assertEqual(list(outcomes[suite].values()).count("passed"), least, suite)

    def test_a_wrong_byte_order_is_noticed(self):
        status, outcomes, text = self.run_on("broken_struct", "struct")
        self.assertEqual(status, 1)
        self.assertLessEqual({"test_integers", "test_new_features", "test_half_float"},
                             self.named(outcomes["struct"], "failed"))
        self.assertIn("FAILED   struct: StructTest.test_integers", text)

    def test_a_wrong_search_is_noticed(self):
        status, outcomes, _ = self.run_on("broken_bytearray", "bytes")
        self.assertEqual(status, 1)
        self.assertIn("test_find", self.named(outcomes["bytes"], "failed"))
        self.assertEqual(outcomes["bytes"]["BytesTest.test_find"], "vacuous")  # bytes was not given

    def test_an_operation_without_effect_is_noticed(self):
        status, outcomes, _ = self.run_on("broken_array", "array")
        self.assertEqual(status, 1)
        self.assertEqual(self.named(outcomes["array"], "failed"), {"test_byteswap"})

    def test_the_rest_goes_on_after_a_crash(self):
        status, outcomes, text = self.run_on("crashing_struct", "struct")
        self.assertEqual(status, 1)
        self.assertIn("test_unpack_from", self.named(outcomes["struct"], "crashed"))
        self.assertIn("SIGABRT", text)
        self.assertGreater(list(outcomes["struct"].values()).count("passed"), 20)

    def test_a_test_that_hangs_is_stopped(self):
        status, outcomes, text = self.run_on("hanging_mmap", "mmap", "--timeout", "8", "--no-probe")
        self.assertEqual(status, 1)
        self.assertIn("test_move", self.named(outcomes["mmap"], "crashed"))
        self.assertIn("no end after 8 s", text)

    def test_what_is_expected_to_fail_may_and_must(self):
        _, outcomes, _ = self.run_on("broken_array", "array")
        failures = [["array", test, "a reason"] for test, outcome in outcomes["array"].items() if outcome == "failed"]
        status, _, text = self.run_on("broken_array", "array", expect={"failures": failures})
        self.assertEqual(status, 0, text)
        status, _, text = self.run_on("stdlib_shim", "array", expect={"failures": failures})
        self.assertEqual(status, 1)
        self.assertIn("take it out of the list", text)

    def test_a_lifted_limitation_is_forgiven_unless_strict(self):
        with open(os.path.join(HERE, "exclusions.json")) as file:
            exclusions = json.load(file)
        exclusions["limitations"] = [["array", "*.test_byteswap", "bytes must be swapped"]]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(exclusions, file)
            file.flush()
            options = ("--exclusions", file.name, "--no-probe")
            status, _, text = self.run_on("broken_array", "array", *options, expect={"failures": []})
            self.assertEqual(status, 0, text)
            status, _, text = self.run_on("broken_array", "array", *options, "--strict", expect={"failures": []})
            self.assertEqual(status, 1)
            self.assertIn("this test wants a limitation of CPython: bytes must be swapped", text)

    def test_tests_that_disappear_are_missed(self):
        version = "%d.%d" % sys.version_info[:2]
        status, _, text = self.run_on("stdlib_shim", "struct",
                                      expect={"failures": [], "passed": {version: {"struct": 1000}}})
        self.assertEqual(status, 1)
        self.assertIn("tests passed, 1000 must", text)

    def test_a_module_without_the_names_passes_nothing(self):
        status, outcomes, text = self.run_on("broken_array", "struct")
        self.assertEqual(status, 1)
        self.assertEqual(outcomes["struct"], {})
        self.assertIn("no test ran", text)


if __name__ == "__main__":
    unittest.main()
