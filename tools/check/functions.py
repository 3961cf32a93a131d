# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads pmccabe's table on standard input; prints the functions over MAX_LINES or MAX_COMPLEXITY."""
import re
import sys

ROW = re.compile(r'^(\d+)\t(\d+)\t(\d+)\t(\d+)\t(\d+)\t(\S+?)\((\d+)\): (\S+)')
TEXT = re.compile(r'^\s*(N?C?_ \()?"')


def code_lines(path, first, count):
    """Lines of a function without those that are only text (SQL, messages)."""
    with open(path, encoding='utf-8') as source:
        body = source.read().splitlines()[first - 1:first - 1 + count]
    return sum(1 for line in body if not TEXT.match(line))


def main(max_lines, max_complexity):
    for line in sys.stdin:
        row = ROW.match(line)
        if not row:
            continue
        complexity, count, path, first, name = int(row[1]), int(row[5]), row[6], int(row[4]), row[8]
        if complexity > max_complexity:
            print('%s:%d: %s has complexity %d, at most %d' % (path, first, name, complexity, max_complexity))
        if count > max_lines and not name.endswith('_class_init'):
            count = code_lines(path, first, count)
            if count > max_lines:
                print('%s:%d: %s has %d lines, at most %d' % (path, first, name, count, max_lines))


main(int(sys.argv[1]), int(sys.argv[2]))
