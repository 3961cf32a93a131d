# SPDX-License-Identifier: GPL-3.0-or-later
"""What a running Backroom shows, read by accessibility (AT-SPI)."""
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

WAIT_S = 20
LOOK_S = 0.05  # between two looks
MAX_NODES = 20000
MAX_CHILDREN = 400


def wait(condition, seconds=WAIT_S):
    """Whether the condition came to hold."""
    end = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return True
        except gi.repository.GLib.Error:  # a widget went away while it was looked at
            pass
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_S)


def steady(look):
    """What `look` finds; looked at again when a widget went away meanwhile."""
    found = []

    def once():
        found[:] = [look()]
        return True

    return found[0] if wait(once) else sys.exit('the window never stood still')


def find_application(pid):
    """The accessible of the process, waited for."""
    found = []

    def look():
        desktop = Atspi.get_desktop(0)
        children = [desktop.get_child_at_index(index) for index in range(desktop.get_child_count())]
        found[:] = [child for child in children if child is not None and child.get_process_id() == pid and child.get_child_count() > 0]
        return found

    return found[0] if wait(look) else sys.exit('no window of process %d in the accessibility tree' % pid)


def children(node):
    for index in range(min(node.get_child_count(), MAX_CHILDREN)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def has_state(node, *states):
    return all(node.get_state_set().contains(state) for state in states)


def nodes(root):
    """All accessibles that can be seen, in the order of the page."""
    stack, seen = [root], 0
    while stack and seen < MAX_NODES:
        node = stack.pop()
        seen += 1
        if node is root or node.get_role() == Atspi.Role.FRAME or has_state(node, Atspi.StateType.SHOWING):
            yield node
            stack.extend(reversed(list(children(node))))


def shows(root, text):
    return steady(lambda: any(text in (node.get_name() or '') for node in nodes(root)))


def find(root, role, text):
    """The first accessible of a role whose name has the text, or None."""
    return steady(lambda: next((node for node in nodes(root) if node.get_role() == role and text in (node.get_name() or '')), None))


def focused(root, *states):
    """The accessible that has the focus and these states, or None."""
    return steady(lambda: next((node for node in nodes(root) if has_state(node, Atspi.StateType.FOCUSED, *states)), None))


def focused_text(root):
    """What is written in the focused field; None when no field has the focus."""
    def read():
        node = focused(root, Atspi.StateType.EDITABLE)
        return None if node is None else Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))  # -1 gives nothing

    return steady(read)


def focused_name(root, role=None):
    """The name of what has the focus; None when nothing has, or when its role is another one."""
    def read():
        node = focused(root)
        return node.get_name() or '' if node is not None and role in (None, node.get_role()) else None

    return steady(read)


class Tap:
    """Prints what was checked, and after a failure what is on the screen."""
    def __init__(self, root):
        self.root, self.number, self.failed = root, 0, False

    def check(self, passed, text):
        self.number += 1
        self.failed = self.failed or not passed
        print('%sok %d %s' % ('' if passed else 'not ', self.number, text), flush=True)
        if not passed:
            print('# focus: “%s” %r' % (focused_name(self.root), focused_text(self.root)))
            print('# shown: ' + ' | '.join(steady(lambda: sorted({node.get_name() for node in nodes(self.root) if node.get_name()}))))

    def check_list(self, wrong, text):
        """Passes when nothing is wrong."""
        for line in wrong:
            print('# ' + line)
        self.check(not wrong, text)

    def wait(self, condition, text):
        self.check(wait(condition), text)

    def finish(self):
        print('1..%d' % self.number)
        return 1 if self.failed else 0
