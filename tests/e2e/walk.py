# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the accessibility tree of a running Backroom: every control a person can use must have a name.

usage: walk.py PID      prints a line for each control without a name, and how many controls there are; 1 if any has none
"""
import sys
import time

from screen import Atspi, MAX_NODES, children, find_application

CONTROLS = {
    Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.RADIO_BUTTON, Atspi.Role.COMBO_BOX,
    Atspi.Role.ENTRY, Atspi.Role.PASSWORD_TEXT, Atspi.Role.TEXT, Atspi.Role.SPIN_BUTTON, Atspi.Role.SLIDER, Atspi.Role.SWITCH,
    Atspi.Role.MENU_ITEM, Atspi.Role.LINK, Atspi.Role.LIST_ITEM, Atspi.Role.PAGE_TAB, Atspi.Role.TABLE_COLUMN_HEADER,
}


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
    print('%d controls, %d without a name' % (controls, len(unnamed)))
    return 1 if unnamed or not controls else 0


sys.exit(main(int(sys.argv[1])))
