# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts single test cases in Meson's testlog.json files: names what failed, ends with "N passed, N failed, N skipped"."""
import json
import os
import re
import sys

CASE = re.compile(r'^\s*(not ok|ok)\b([^#]*)(#\s*(skip|todo))?', re.I)


def count(entry):
    """Returns (passed, names of failed, skipped) for one test program."""
    passed, failed, skipped = 0, [], 0
    for line in (entry.get('stdout') or '').splitlines():
        case = CASE.match(line)
        if not case:
            continue
        if case[4]:
            skipped += 1
        elif case[1].lower() == 'ok':
            passed += 1
        else:
            failed.append(case[2].strip(' -0123456789'))
    result = entry['result']
    if result in ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS') and not failed:
        failed.append('(%s)' % result.lower())
    if result == 'SKIP' and not skipped:
        skipped += 1
    if result == 'OK' and not passed and not skipped:
        passed += 1
    return passed, failed, skipped


def main(files):
    """Prints the failed cases of all files, then the closing line; returns the exit status."""
    totals = [0, 0, 0]
    for name in files:
        with open(name, encoding='utf-8') as log:
            entries = [json.loads(line) for line in log if line.strip()]
        run = os.path.splitext(os.path.basename(name))[0]
        for entry in entries:
            passed, failed, skipped = count(entry)
            for case in failed:
                print('failed: %s: %s %s' % (run, entry['name'], case))
            totals = [totals[0] + passed, totals[1] + len(failed), totals[2] + skipped]
    print('%d passed, %d failed, %d skipped' % tuple(totals))
    return 1 if totals[1] else 0


sys.exit(main(sys.argv[1:]))
