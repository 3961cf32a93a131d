# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints labels from the window by keyboard, and reads them back from the paper: chosen goods, a changed price, again from the history,
as many as a delivery note says, and as PDF.

usage: print.py WORK WEB    WORK has the profile of a synced shop; WEB is the page of its simulated printer.
"""
import os
import re
import subprocess
import sys

from clerk import Clerk
from screen import Atspi, find, shows, wait

NOTE = (3, 1)  # labels of the goods that the delivery note names


def print_chosen(clerk):
    goods = clerk.choose(6)
    clerk.ask_to_print(6)
    clerk.tap.check(find(clerk.root, Atspi.Role.IMAGE, goods[0][1]) is not None, 'the preview is of the first of them')
    job = clerk.place()
    clerk.wait_printed(job, 'all are printed')
    clerk.tap.check(clerk.paper.new_codes() == [code for code, _ in goods], 'the paper has these labels, in their order, none twice')
    clerk.show_labels(5)
    clerk.tap.wait(lambda: shows(clerk.root, '6 of 6 labels'), 'the history says so')
    return job, goods


def change_price(clerk, old):
    """In the editor of the first product of the list; the new price."""
    new = '%.2f' % (float(old) + 1)
    clerk.show_goods()
    clerk.keyboard.press('Home', 'Return')
    clerk.wait_shows('Basics', 'Enter opens the product')
    clerk.set_price(old, new)
    clerk.keyboard.press('Escape')
    return new


def print_changed_price(clerk, job, goods):
    """Of the first product; it has one SKU only."""
    code, name = goods[0]
    old = clerk.orders.price(job, code)
    new = change_price(clerk, old)
    clerk.wait_shows('Labels, 1 waiting', 'the sidebar says that a label is out of date')
    clerk.show_labels(2)
    clerk.tap.wait(lambda: find(clerk.root, Atspi.Role.LIST_ITEM, name) is not None, 'it stands there')
    clerk.ask_to_print(1)
    job = clerk.place()
    clerk.wait_printed(job, 'Ctrl+P there prints it')
    clerk.tap.check(clerk.orders.price(job, code) == new and clerk.paper.new_codes() == [code], 'with the new price')
    clerk.wait_shows('Every Label Says the Right Price', 'nothing is out of date any more')


def print_again(clerk, goods):
    """The second order of the history: the first is the changed price."""
    before = clerk.orders.last()
    clerk.show_labels(5)
    clerk.wait_shows('6 of 6 labels', 'the history has the order')
    clerk.step('Tab', lambda node: node.get_name() == 'Print Again…', 'Tab reaches its first order')
    clerk.keyboard.press('Down', 'Tab')
    clerk.step('Tab', lambda node: node.get_name() == 'Print Again…', 'an arrow and Tab reach the order before it')
    clerk.keyboard.press('Return')
    clerk.wait_shows('Print These Labels Again?', 'Enter asks which of its labels')
    clerk.keyboard.press('Return')
    wait(lambda: clerk.orders.last() > before)
    clerk.wait_printed(clerk.orders.last(), 'Enter prints them all')
    clerk.tap.check(clerk.paper.new_codes() == [code for code, _ in goods], 'the paper has the same labels once more')


def print_note(clerk, goods):
    note = os.path.join(clerk.work, 'note.csv')
    wanted = list(zip(NOTE, goods))
    with open(note, 'w', encoding='utf-8') as file:
        file.write('barcode,quantity\n' + ''.join('%s,%d\n' % (code, number) for number, (code, _) in wanted))
    clerk.show_labels(1)
    clerk.keyboard.press('ctrl+o')
    clerk.choose_file('Quantities from a File', note)
    clerk.wait_shows('Print %d Labels' % sum(NOTE), 'as many labels are asked for as the delivery note says')
    job = clerk.place()
    clerk.wait_printed(job, 'they are printed')
    clerk.tap.check(clerk.paper.new_codes() == [code for number, (code, _) in wanted for _ in range(number)], 'the paper has that many of each')


def save_pdf(clerk):
    path = os.path.join(clerk.work, 'labels.pdf')
    before = clerk.orders.last()
    clerk.choose(3)
    clerk.ask_to_print(3)
    clerk.keyboard.press('alt+d')
    clerk.wait_shows('Choose File…', 'Alt+D asks how the PDF should be')
    clerk.keyboard.press('Return')
    clerk.choose_file('Save Labels as PDF', path)
    clerk.tap.wait(lambda: os.path.exists(path) and b'%%EOF' in open(path, 'rb').read()[-16:], 'the PDF is written')
    text = subprocess.run(['pdfinfo', path], capture_output=True, text=True, check=False).stdout
    clerk.tap.check(re.search(r'^Pages: +3$', text, re.M) is not None, 'it has a page for each label')
    clerk.tap.check(clerk.orders.last() == before and not clerk.paper.new_codes(), 'nothing was ordered')


def main(work, web):
    clerk = Clerk(work, web)
    clerk.start()
    job, goods = print_chosen(clerk)
    print_changed_price(clerk, job, goods)
    print_again(clerk, goods)
    print_note(clerk, goods)
    clerk.kill()
    clerk.start()
    save_pdf(clerk)
    clerk.kill()
    return clerk.tap.finish()


sys.exit(main(*sys.argv[1:]))
