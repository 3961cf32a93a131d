# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the shelf: what is done by keyboard in the window, what the window says then, and the paper in the printer."""
import os

from keyboard import Keyboard
from orders import Orders
from paper import Paper
from program import Program
from screen import Atspi, Tap, children, find, focused, focused_name, focused_text, has_state, nodes, shows, steady, wait

PRINT_S = 60  # for a job of some dozen labels, on a machine that has much else to do
NONE = 'None of these came out'  # an answer to which label is the last
MAX_STEPS = 60  # with Tab or an arrow


class Clerk:
    def __init__(self, work, web=None):
        self.work = work
        self.keyboard = Keyboard()
        self.orders = Orders(os.path.join(work, 'profile'))
        self.paper = Paper(web, os.path.join(work, 'hq', 'printer')) if web is not None else None
        self.program = None
        self.tap = Tap(None)

    # The program

    def start(self, page='products', preexec=None):
        self.program = Program(self.work, page, preexec)
        self.tap.root = self.root

    def kill(self):
        self.program.kill()
        self.program = None

    @property
    def root(self):
        return self.program.root

    # What the window shows

    def wait_shows(self, text, what):
        self.tap.wait(lambda: shows(self.root, text), what)

    def wait_dialog_gone(self, what):
        self.tap.wait(lambda: find(self.root, Atspi.Role.DIALOG, '') is None, what)

    def step(self, key, is_wanted, what):
        """Presses a key until what is wanted has the focus."""
        at = [None, False]  # what has the focus, and whether it is what is wanted

        def look():
            node = focused(self.root)
            is_new, at[0] = node not in (None, at[0]), node
            at[1] = node is not None and is_wanted(node)
            return is_new

        steady(look)
        for _ in range(MAX_STEPS):
            if at[1]:
                break
            self.keyboard.press(key)
            wait(look, 2)
        self.tap.check(at[1], what)

    def tab_to(self, name):
        self.step('Tab', lambda node: node.get_name() == name, 'Tab reaches “%s”' % name)

    def tab_to_list(self):
        self.step('Tab', lambda node: node.get_role() == Atspi.Role.LIST_ITEM, 'Tab reaches the list')

    def walk_to(self, name):
        self.step('Down', lambda node: name in node.get_name(), 'the arrows reach “%s”' % name)

    def choose_file(self, title, path):
        """In GTK's own dialog for files. Without a window manager no window has the focus after it."""
        self.tap.wait(lambda: find(self.root, Atspi.Role.DIALOG, title) is not None, 'a file is asked for')
        wait(lambda: focused(self.root) is not None)
        if focused_text(self.root) is None:
            self.keyboard.press('ctrl+l')  # a name is asked for at once only when a file is to be saved
            wait(lambda: focused_text(self.root) is not None)
        self.keyboard.press('ctrl+a')
        self.keyboard.type_text(path)
        self.tap.wait(lambda: (focused_text(self.root) or '').startswith(path), 'its name can be typed')
        self.keyboard.press('shift+End', 'Delete', 'Return')  # what was completed beyond it goes
        self.tap.wait(lambda: find(self.root, Atspi.Role.DIALOG, title) is None, 'Enter chooses it')

    # Goods and orders

    def set_price(self, old, new):
        """In the editor of a product, which stays open."""
        self.keyboard.press('ctrl+3')
        self.wait_shows(old + ' CNY', 'its prices have the one on the shelf')
        self.step('Tab', lambda node: node.get_name().startswith(old + ' CNY'), 'Tab reaches it')
        self.keyboard.press('Return')
        self.tap.wait(lambda: focused_text(self.root) == old, 'Enter asks for another')
        self.keyboard.press('ctrl+a')
        self.keyboard.type_text(new + '\n')
        self.wait_shows(new + ' CNY', 'it is taken')
        self.keyboard.press('ctrl+s')
        self.wait_shows('saved', 'Ctrl+S saves it')

    def show_goods(self):
        self.keyboard.press('alt+2')
        self.tap.wait(lambda: any(focused_name(self.root, role) is not None for role in (Atspi.Role.LIST, Atspi.Role.TABLE_ROW)),
                      'the list of goods has the focus')

    def chosen(self):
        """(barcode, name in the first line) of the goods chosen in the list."""
        def read():
            rows = [node for node in nodes(self.root) if node.get_role() == Atspi.Role.TABLE_ROW and has_state(node, Atspi.StateType.SELECTED)]
            cells = [list(children(row)) for row in rows]
            return [(row[1].get_name(), row[0].get_name().split('\n')[0].removeprefix('Picture ')) for row in cells]

        return steady(read)

    def choose(self, number):
        """The next goods of the list, by the arrows. What was chosen, as chosen() gives it."""
        self.show_goods()
        self.keyboard.press('Down', *['shift+Down'] * (number - 1))
        self.tap.wait(lambda: shows(self.root, '%d selected' % number) and len(self.chosen()) == number, '%d of the goods are chosen' % number)
        return self.chosen()

    def ask_to_print(self, number):
        """Ctrl+P; the dialog is left open."""
        self.keyboard.press('ctrl+p')
        self.wait_shows('Print %d Label' % number, 'Ctrl+P asks how; the button says %d' % number)
        self.tap.wait(lambda: shows(self.root, 'All can be printed'), 'every label was checked')

    def place(self):
        """Ctrl+Return; the id of the order."""
        before = self.orders.last()
        self.keyboard.press('ctrl+Return')
        self.wait_dialog_gone('Ctrl+Return places the order')
        wait(lambda: self.orders.last() > before)
        return self.orders.last()

    def print_goods(self, number, template=None):
        """(id of the order, chosen goods). `template`: the name of one that is not the usual."""
        goods = self.choose(number)
        self.ask_to_print(number)
        if template is not None:
            self.take_template(template)
        return self.place(), goods

    def count_choices(self):
        """In the list that belongs to the field that has the focus."""
        def read():
            node = focused(self.root)
            while node is not None and find(node, Atspi.Role.LIST_ITEM, '') is None:
                node = node.get_parent()
            return sum(item.get_role() == Atspi.Role.LIST_ITEM for item in nodes(node)) if node is not None else 0

        return steady(read)

    def take_template(self, name):
        self.tab_to('Label')
        self.keyboard.press('space')
        wait(lambda: focused_text(self.root) == '')
        self.keyboard.type_text(name)
        self.tap.wait(lambda: self.count_choices() == 1, 'typing finds “%s” alone' % name)
        self.keyboard.press('Down')
        wait(lambda: focused_name(self.root, Atspi.Role.LIST_ITEM) is not None)
        self.keyboard.press('Return')
        wait(lambda: focused_name(self.root, Atspi.Role.LIST_ITEM) is None)
        self.wait_shows(name, 'and Enter takes it')

    def wait_printed(self, job, what):
        is_printed = wait(lambda: self.orders.is_printed(job), PRINT_S)
        self.tap.check(is_printed, what)
        if not is_printed:
            print('# labels by state: %s; events: %s' % (dict(self.orders.states(job)), self.orders.events(job)[-5:]))
            print('# printer: ' + self.paper.words())

    def settle(self, last, n_again):
        """In the queue: says which label is the last in hand, by its name; so many are to be printed again then."""
        self.tab_to('Say Which…')
        self.keyboard.press('Return')
        self.wait_shows(NONE, 'the window asks which is the last')
        self.tab_to_list()
        self.walk_to(last)
        self.keyboard.press('Return')
        self.tab_to('Print %d Again' % n_again if n_again > 0 else 'All Came Out')
        self.keyboard.press('Return')
        self.wait_dialog_gone('the answer “%s” is taken' % last)

    def show_labels(self, view):
        """A view of the page Labels by its number: 1 Queue, 2 Out of Date, 3 Printers, 4 Templates, 5 History."""
        self.keyboard.press('alt+4', 'ctrl+%d' % view)
