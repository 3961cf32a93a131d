# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a running Backroom by keyboard and scanner alone, on an X display, and looks at it by accessibility. TAP.

usage: keys.py PID PERSON PASSWORD WORK PORT    In WORK, "log" is what the program prints, "goods" has lines "barcode|name of the
product", "import.csv" was given to the program and brings one new product, "hq" is the folder of HQ, which was at PORT and is not there.
"""
import os
import sys
import time

from hq import Hq
from keyboard import SCANNING_MS, Keyboard
from screen import Atspi, Tap, find_application, focused_name, focused_text, shows, wait

NEW_CODE = '2999999999995'  # nothing has it
FAST_MS = 40  # between two keys of a very fast typist, still no scanner
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


def import_file(tap, keyboard, root):
    """The file the program was started with, by Enter alone."""
    tap.wait(lambda: shows(root, 'Columns of the File') and focused_name(root) == 'Check', 'the file to import is open; Check has the focus')
    keyboard.press('Return')
    tap.wait(lambda: shows(root, 'Verdict') and focused_name(root) == 'Import', 'the rows are checked; Import has the focus')
    keyboard.press('Return')
    tap.wait(lambda: shows(root, 'Imported'), 'the file is imported')


def use_pages(tap, keyboard, root):
    keyboard.press('alt+2')
    tap.wait(lambda: shows(root, 'New Product') and focused_name(root, Atspi.Role.LIST) is not None, 'Alt+2 shows Products; the list has the focus')
    keyboard.press('ctrl+k')
    tap.wait(lambda: shows(root, 'Command Palette'), 'Ctrl+K opens the palette')
    keyboard.type_text('activity\n')
    tap.wait(lambda: shows(root, 'Sync Log') and not shows(root, 'Command Palette'), 'the palette opens Activity by name')


def use_list(tap, keyboard, root):
    """From the search to a product and back."""
    keyboard.press('alt+2', 'ctrl+f')
    keyboard.type_text('Imported tea')
    tap.wait(lambda: shows(root, '1 of 5'), 'typing searches')
    keyboard.press('Down')
    tap.wait(lambda: 'Imported tea' in (focused_name(root, Atspi.Role.TABLE_ROW) or ''), 'Down leads to the first product found')
    keyboard.press('shift+F10')
    tap.wait(lambda: focused_name(root, Atspi.Role.MENU_ITEM) is not None, 'Shift+F10 opens its menu')
    keyboard.press('Escape')
    wait(lambda: focused_name(root, Atspi.Role.TABLE_ROW))
    keyboard.press('Return')
    tap.wait(lambda: shows(root, 'Basics'), 'Enter opens it')
    keyboard.press('Escape')
    tap.wait(lambda: 'Imported tea' in (focused_name(root, Atspi.Role.TABLE_ROW) or ''), 'Escape leads back to its row')
    keyboard.type_text('z')
    tap.wait(lambda: focused_text(root) == 'z', 'a letter begins a new search')
    keyboard.press('Escape', 'Escape')
    tap.wait(lambda: focused_name(root, Atspi.Role.TABLE_ROW), 'Escape clears it, then leads to the list')


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
    keyboard.type_text('1234567\n', FAST_MS)
    tap.wait(lambda: focused_text(root) == '1234567' and shows(root, 'Nothing Matches'), 'digits typed by hand are searched, and no scan')
    keyboard.press('ctrl+a')
    keyboard.type_text('what a burst of keys', SCANNING_MS)
    tap.wait(lambda: focused_text(root) == 'what a burst of keys', 'a burst without an end key is typed, whole and in order')
    keyboard.scan([goods[0][0]], end='\t')
    tap.wait(lambda: shows(root, goods[0][1]) and shows(root, 'Basics'), 'a scan that ends with Tab opens the product, though a field has the focus')
    keyboard.scan(['00000000'])
    tap.wait(lambda: shows(root, 'Nothing Has This Code'), 'an unknown code is offered to be searched or made')
    keyboard.scan([goods[1][0]])
    tap.wait(lambda: shows(root, goods[1][1]) and not shows(root, 'Nothing Has This Code'), 'the next scan takes its place')
    keyboard.press('ctrl+comma')
    tap.wait(lambda: shows(root, 'Preferences'), 'Ctrl+, opens the preferences')
    keyboard.scan([goods[0][0]])
    tap.wait(lambda: shows(root, 'was not used'), 'a scan behind a dialog is declined, and says so')
    keyboard.press('Escape')


def scan_into_field(tap, keyboard, root, code, name):
    keyboard.scan([code])
    tap.wait(lambda: shows(root, name) and shows(root, 'Basics'), 'a product to edit is open')
    keyboard.press('ctrl+2')
    tap.wait(lambda: shows(root, 'Make SKUs'), 'Ctrl+2 shows its variants')
    for _ in range(12):  # past the buttons
        if focused_name(root) == 'Barcodes':
            break
        keyboard.press('Tab')
        time.sleep(0.2)
    tap.wait(lambda: focused_name(root) == 'Barcodes', 'Tab reaches the barcodes')
    keyboard.scan([NEW_CODE])
    tap.wait(lambda: code in focused_text(root) and NEW_CODE in focused_text(root), 'a scan there is one more barcode')
    keyboard.press('ctrl+s')
    tap.wait(lambda: shows(root, 'saved'), 'Ctrl+S saves it, without HQ')
    keyboard.press('Escape')
    wait(lambda: not shows(root, 'Basics'))
    keyboard.scan([NEW_CODE])
    tap.wait(lambda: shows(root, name) and shows(root, 'Basics'), 'the new barcode opens it')


def go_online(tap, keyboard, root, folder, port):
    tap.wait(lambda: shows(root, 'Offline') and shows(root, '2 changes waiting'), 'the sync line says what waits')
    keyboard.press('alt+6')
    tap.wait(lambda: shows(root, 'Import import.csv') and shows(root, 'Withdraw'), 'Activity shows what waits')
    hq = Hq(folder, port)
    keyboard.press('F5')
    tap.wait(lambda: shows(root, 'Everything Is at HQ') and shows(root, 'Synced just now'), 'it goes as soon as HQ is back')
    hq.stop()


def main(pid, person, password, work, port):
    log = os.path.join(work, 'log')
    with open(os.path.join(work, 'goods'), encoding='utf-8') as lines:
        goods = [line.rstrip('\n').split('|', 1) for line in lines]
    root, keyboard = find_application(pid), Keyboard()
    tap = Tap(root)
    sign_in(tap, keyboard, root, person, password)
    import_file(tap, keyboard, root)
    use_pages(tap, keyboard, root)
    use_list(tap, keyboard, root)
    use_scanner(tap, keyboard, root, goods, log)
    scan_and_type(tap, keyboard, root, goods)
    scan_into_field(tap, keyboard, root, *goods[2])
    go_online(tap, keyboard, root, os.path.join(work, 'hq'), port)
    return tap.finish()


sys.exit(main(int(sys.argv[1]), *sys.argv[2:5], int(sys.argv[5])))
