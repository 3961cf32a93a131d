# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the accessibility tree of a running Backroom: every control a person can use must have a name, and Tab must reach it.

usage: walk.py PID      prints a line for each control without a name or out of reach, and how many controls there are; 1 if any is
"""
import sys
import time

from keyboard import Keyboard
from screen import Atspi, MAX_NODES, children, find_application, focused, has_state, nodes, wait

CONTROLS = {
    Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.RADIO_BUTTON, Atspi.Role.COMBO_BOX,
    Atspi.Role.ENTRY, Atspi.Role.PASSWORD_TEXT, Atspi.Role.TEXT, Atspi.Role.SPIN_BUTTON, Atspi.Role.SLIDER, Atspi.Role.SWITCH,
    Atspi.Role.MENU_ITEM, Atspi.Role.LINK, Atspi.Role.LIST_ITEM, Atspi.Role.PAGE_TAB, Atspi.Role.TABLE_COLUMN_HEADER,
}
REACHED_BY_TAB = {
    Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.COMBO_BOX, Atspi.Role.ENTRY, Atspi.Role.TEXT,
    Atspi.Role.SWITCH, Atspi.Role.LINK,
}
ROWS = {Atspi.Role.LIST_ITEM, Atspi.Role.TABLE_ROW}  # the arrows lead from row to row
WINDOW_BUTTONS = {'Close', 'Maximize', 'Minimize'}  # the desktop has keys for these
MAX_TABS = 80


def has_name(node):
    """A name, a label, or a description of its own."""
    if (node.get_name() or '').strip():
        return True
    relations = node.get_relation_set() or []
    return any(relation.get_relation_type() == Atspi.RelationType.LABELLED_BY for relation in relations)


def is_shown(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.SENSITIVE)


def walk(root):
    """The number of controls, and the paths of those without a name."""
    controls, unnamed, seen = 0, [], 0
    nodes = [(root, 'window')]
    while nodes and seen < MAX_NODES:
        node, path = nodes.pop()
        seen += 1
        if node.get_role() in CONTROLS and is_shown(node):
            controls += 1
            inside_text = node.get_role() == Atspi.Role.TEXT and has_name(node.get_parent())
            if not has_name(node) and not inside_text:
                unnamed.append('%s > %s' % (path, node.get_role_name()))
        for child in children(node):
            nodes.append((child, '%s > %s “%s”' % (path, child.get_role_name(), child.get_name() or '')))
    return controls, unnamed


def is_in_row(node):
    while node is not None and node.get_role() not in ROWS:
        node = node.get_parent()
    return node is not None


def tab_around(root):
    """What Tab passes by until it is where it began; None for a moment at which nothing had the focus."""
    keyboard, passed = Keyboard(), []
    keyboard.press('Tab')
    wait(lambda: focused(root), 2)
    while len(passed) < MAX_TABS and (not passed or focused(root) not in passed):
        before = focused(root)
        passed.append(before)
        keyboard.press('Tab')
        wait(lambda: focused(root) not in (before, None), 2)
    return passed


def find_out_of_reach(root):
    """Names of controls that Tab does not reach."""
    passed = tab_around(root)
    if None in passed or len(passed) == MAX_TABS:
        return ['Tab leads nowhere after ' + ', '.join(node.get_name() or node.get_role_name() for node in passed if node)]
    wanted = (node for node in nodes(root) if node.get_role() in REACHED_BY_TAB and has_state(node, Atspi.StateType.FOCUSABLE) and is_shown(node))
    return [node.get_name() for node in wanted if node not in passed and node.get_name() not in WINDOW_BUTTONS and not is_in_row(node)]


def main(pid, seconds=20):
    """Walks until two walks find the same: the page has come up by then."""
    end = time.monotonic() + seconds
    root, before = find_application(pid), -1
    controls, unnamed = walk(root)
    while (controls == 0 or controls != before) and time.monotonic() < end:
        time.sleep(0.5)
        before = controls
        controls, unnamed = walk(root)
    for path in unnamed:
        print('no name: %s' % path)
    out_of_reach = find_out_of_reach(root)
    for name in out_of_reach:
        print('out of reach: %s' % name)
    print('%d controls, %d without a name, %d out of reach' % (controls, len(unnamed), len(out_of_reach)))
    return 1 if unnamed or out_of_reach or not controls else 0


sys.exit(main(int(sys.argv[1])))
