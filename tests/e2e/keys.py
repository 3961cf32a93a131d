# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a running Backroom by keyboard and scanner alone, on an X display, and looks at it by accessibility. TAP.

usage: keys.py PID PERSON PASSWORD LOG < GOODS    LOG is what the program prints, GOODS has lines "barcode|name of the product"
"""
import sys
import time

from keyboard import Keyboard
from screen import Atspi, Tap, find_application, focused_name, focused_text, shows, wait

SCAN_GAP_MS = 20  # with 13 digits and Enter each: 20 scans a second


def count_lines(log, text):
    with open(log, encoding='utf-8', errors='replace') as lines:
        return sum(text in line for line in lines)


def focused_row(root):
    return focused_name(root, Atspi.Role.LIST_ITEM)


def sign_in(tap, keyboard, root, person, password):
    tap.wait(lambda: shows(root, 'Who Are You?'), 'the people of the shop are offered')
    tap.wait(lambda: focused_row(root) is not None, 'the first of them has the focus')
    before = None
    while focused_row(root) not in (before, None) and person not in focused_row(root):
        before = focused_row(root)
        keyboard.press('Down')
        wait(lambda: focused_row(root) != before)
    tap.check(person in (focused_row(root) or ''), 'the arrows reach everybody')
    keyboard.press('Return')
    tap.wait(lambda: focused_text(root) is not None, 'Enter picks a person; the password has the focus')
    keyboard.type_text(password)
    keyboard.press('Return')
    tap.wait(lambda: shows(root, 'Activity') and not shows(root, 'Who Are You?'), 'the password signs in')


def use_pages(tap, keyboard, root):
    keyboard.press('alt+2')
    tap.wait(lambda: shows(root, 'New product (Ctrl+N)') or shows(root, 'New Product'), 'Alt+2 shows Products')
    keyboard.press('ctrl+k')
    tap.wait(lambda: shows(root, 'Command Palette'), 'Ctrl+K opens the palette')
    keyboard.type_text('activity\n')
    tap.wait(lambda: shows(root, 'Sync Log') and not shows(root, 'Command Palette'), 'the palette opens Activity by name')


def use_scanner(tap, keyboard, root, goods, log):
    """All codes within a second; the last one is what is shown."""
    began = time.monotonic()
    keyboard.scan([code for code, _ in goods], SCAN_GAP_MS)
    print('# %d scans in %.2f s' % (len(goods), time.monotonic() - began))
    tap.wait(lambda: count_lines(log, ': 1 found') >= len(goods), '%d scans in a row are all looked up' % len(goods))
    tap.check(count_lines(log, ': 1 found') == len(goods), 'and none twice')
    tap.wait(lambda: shows(root, goods[-1][1]) and shows(root, 'Variants'), 'the product scanned last is open')
    keyboard.press('Escape')
    tap.wait(lambda: not shows(root, 'Basics'), 'Escape closes it: no other lies below')


def scan_and_type(tap, keyboard, root, goods):
    keyboard.press('ctrl+f')
    tap.wait(lambda: focused_text(root) == '', 'Ctrl+F focuses an empty search')
    keyboard.type_text('1234567\n')
    tap.wait(lambda: focused_text(root) == '1234567' and shows(root, 'Nothing Matches'), 'digits typed by hand are searched, and no scan')
    keyboard.scan([goods[0][0]])
    tap.wait(lambda: shows(root, goods[0][1]) and shows(root, 'Basics'), 'a scan while a field has the focus opens the product')
    keyboard.scan(['00000000'])
    tap.wait(lambda: shows(root, 'Nothing Has This Code'), 'an unknown code is offered to be searched or made')
    keyboard.scan([goods[1][0]])
    tap.wait(lambda: shows(root, goods[1][1]) and not shows(root, 'Nothing Has This Code'), 'the next scan takes its place')
    keyboard.press('ctrl+comma')
    tap.wait(lambda: shows(root, 'Preferences'), 'Ctrl+, opens the preferences')
    keyboard.scan([goods[0][0]])
    tap.wait(lambda: shows(root, 'was not used'), 'a scan behind a dialog is declined, and says so')
    keyboard.press('Escape')


def main(pid, person, password, log, goods):
    root, keyboard = find_application(pid), Keyboard()
    tap = Tap(root)
    sign_in(tap, keyboard, root, person, password)
    use_pages(tap, keyboard, root)
    use_scanner(tap, keyboard, root, goods, log)
    scan_and_type(tap, keyboard, root, goods)
    return tap.finish()


sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], [line.rstrip('\n').split('|', 1) for line in sys.stdin]))
