# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a running Backroom by keyboard and scanner alone, on an X display, and looks at it by accessibility. TAP.

usage: keys.py PID PERSON PASSWORD < GOODS    the first line of GOODS is "barcode|name of the product"
"""
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

TYPING_MS = 160  # xdotool sleeps half of it between two keys: a person, slower than any scanner
SCANNING_MS = 3  # a scanner
WAIT_S = 15
MAX_NODES = 20000


def xdotool(*arguments):
    subprocess.run(['xdotool', *arguments], check=True, stdout=subprocess.PIPE)


def type_text(text):
    xdotool('type', '--delay', str(TYPING_MS), text)


def scan(*codes):
    """One program types them all: a code and Enter, as a scanner does."""
    lines = ['type --delay %d %s\nkey --delay %d Return\n' % (SCANNING_MS, code, SCANNING_MS) for code in codes]
    subprocess.run(['xdotool', '-'], input=''.join(lines), text=True, check=True, stdout=subprocess.PIPE)


def press(*keys):
    xdotool('key', '--delay', '80', *keys)


def find_application(pid):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == pid and child.get_child_count() > 0:
                return child
        time.sleep(0.2)
    sys.exit('no window of process %d' % pid)


def nodes(root):
    """All accessibles that can be seen."""
    queue, seen = [root], 0
    while queue and seen < MAX_NODES:
        node = queue.pop()
        seen += 1
        if node is not root and not node.get_state_set().contains(Atspi.StateType.SHOWING) and node.get_role() != Atspi.Role.FRAME:
            continue
        yield node
        for index in range(min(node.get_child_count(), 400)):
            child = node.get_child_at_index(index)
            if child is not None:
                queue.append(child)


def shows(root, text):
    return any(text in (node.get_name() or '') for node in nodes(root))


def wait(condition):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            if condition():
                return True
        except gi.repository.GLib.Error:  # a widget went away while it was looked at
            pass
        time.sleep(0.2)
    return False


def focused_text(root):
    """What is written in the focused field; None when no field has the focus."""
    for node in nodes(root):
        states = node.get_state_set()
        if states.contains(Atspi.StateType.FOCUSED) and states.contains(Atspi.StateType.EDITABLE):
            return Atspi.Text.get_text(node, 0, -1)
    return None


class Tap:
    def __init__(self):
        self.number, self.failed = 0, False

    def check(self, passed, text):
        self.number += 1
        self.failed = self.failed or not passed
        print('%sok %d %s' % ('' if passed else 'not ', self.number, text), flush=True)


def focused_row(root):
    """The name of the list row with the focus, or None."""
    for node in nodes(root):
        if node.get_role() == Atspi.Role.LIST_ITEM and node.get_state_set().contains(Atspi.StateType.FOCUSED):
            return node.get_name()
    return None


def sign_in(tap, root, person, password):
    tap.check(wait(lambda: shows(root, 'Who Are You?')), 'the people of the shop are offered')
    tap.check(wait(lambda: focused_row(root) is not None), 'the first of them has the focus')
    before = None
    while focused_row(root) not in (before, None) and person not in focused_row(root):
        before = focused_row(root)
        press('Down')
        wait(lambda: focused_row(root) != before)
    tap.check(person in (focused_row(root) or ''), 'the arrows reach everybody')
    press('Return')
    tap.check(wait(lambda: focused_text(root) is not None), 'Enter picks a person; the password has the focus')
    type_text(password)
    press('Return')
    tap.check(wait(lambda: shows(root, 'Activity') and not shows(root, 'Who Are You?')), 'the password signs in')


def use_pages(tap, root):
    press('alt+2')
    tap.check(wait(lambda: shows(root, 'New product (Ctrl+N)') or shows(root, 'New Product')), 'Alt+2 shows Products')
    press('ctrl+k')
    tap.check(wait(lambda: shows(root, 'Command Palette')), 'Ctrl+K opens the palette')
    type_text('activity')
    wait(lambda: any(node.get_role() == Atspi.Role.LIST_ITEM and 'Activity' in (node.get_name() or '') for node in nodes(root)))
    press('Return')
    tap.check(wait(lambda: shows(root, 'Sync Log') and not shows(root, 'Command Palette')), 'the palette opens Activity by name')


def use_scanner(tap, root, code, name):
    scan(code)
    tap.check(wait(lambda: shows(root, name) and shows(root, 'Variants')), 'a scan opens the product')


def main():
    pid, person, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    code, name = sys.stdin.readline().strip().split('|', 1)
    root = find_application(pid)
    tap = Tap()
    sign_in(tap, root, person, password)
    use_pages(tap, root)
    use_scanner(tap, root, code, name)
    print('1..%d' % tap.number)
    sys.exit(1 if tap.failed else 0)


main()
