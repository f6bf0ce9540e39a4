"""What a client of EC2 did: its steps one by one, a line of JSON each, and at the end how many calls it made."""

import json
import traceback


class Steps:
    """The steps of one client. A step that fails does not end the others: they tell what else does not work."""

    def __init__(self, client, version):
        self.client = client
        self.version = version
        self.calls = []

    def print(self, **line):
        print(json.dumps({"client": self.client, "version": self.version, **line}, default=str), flush=True)

    def step(self, name, act):
        """Runs a step and gives what it gave, or None if it failed."""
        try:
            result = act()
        except BaseException as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.print(step=name, error=f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})")
            return None
        self.print(step=name, error=None)
        return result

    def end(self):
        """Tells the calls, and what was wrong with their answers by the client's own model of the API."""
        wrong = sorted({f"{operation}: {issue}" for operation, issues in self.calls for issue in issues})
        self.print(calls=len(self.calls), operations=sorted({operation for operation, _ in self.calls}), wrong=wrong)


def expect(condition, *seen):
    """Fails the step unless the condition holds."""
    if not condition:
        raise AssertionError(f"not as expected: {seen}")
