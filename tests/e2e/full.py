# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills the disk that the profile is on: an order is refused, a printer waits, both say so, and with room again all is as it should be.

usage: full.py WORK WEB    WORK has the profile of a synced shop, on a small disk of its own; WEB is the page of its simulated printer.
"""
import os
import sqlite3
import sys

from clerk import Clerk
from screen import Atspi, find, shows

NUMBER = 14  # labels of an order
EARLY = 3  # how many came out when the disk is full
PIECE = 4096


class Disk:
    def __init__(self, folder):
        self.filler = os.path.join(folder, 'filler')

    def fill(self):
        with open(self.filler, 'wb', buffering=0) as file:
            try:
                while file.write(b'x' * PIECE):
                    pass
            except OSError:
                pass

    def clear(self):
        os.unlink(self.filler)


def empty_wal(work):
    """So that the next write takes room."""
    with sqlite3.connect(os.path.join(work, 'profile', 'print.db')) as db:
        db.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchall()
    db.close()


def refuse_order(clerk, disk):
    goods = clerk.choose(NUMBER)
    clerk.ask_to_print(NUMBER)
    before = clerk.orders.last()
    disk.fill()
    clerk.keyboard.press('ctrl+Return')
    clerk.wait_shows('The disk is full. Nothing was lost', 'the window says that the disk is full')
    clerk.tap.check(find(clerk.root, Atspi.Role.DIALOG, 'Print Labels') is not None, 'the question how to print is still there')
    disk.clear()
    clerk.tap.check(clerk.orders.last() == before and not clerk.paper.new_codes(), 'nothing was ordered, nothing is on paper')
    clerk.tap.wait(lambda: shows(clerk.root, 'Print %d Label' % NUMBER), 'it can be placed again')
    job = clerk.place()
    clerk.wait_printed(job, 'all are printed')
    clerk.tap.check(clerk.paper.new_codes() == [code for code, _ in goods], 'once')


def stop_printer(clerk, disk):
    before = clerk.paper.count()
    job, goods = clerk.print_goods(NUMBER)
    clerk.tap.check(clerk.paper.wait_count(before + EARLY), 'some labels come out')
    disk.fill()
    clerk.show_labels(1)
    clerk.wait_shows('What cannot be noted is not printed', 'the window says that the disk is full')
    clerk.tap.wait(lambda: clerk.paper.words().startswith('ready'), 'the printer comes to rest')
    clerk.tap.check(clerk.paper.count() < before + NUMBER, 'in the middle of the order')
    disk.clear()
    clerk.wait_printed(job, 'with room again all are printed')
    clerk.tap.check(clerk.paper.new_codes() == [code for code, _ in goods], 'none is missing, none is there twice')


def main(work, web):
    clerk, disk = Clerk(work, web), Disk(os.path.join(work, 'profile'))
    empty_wal(work)
    clerk.start()
    refuse_order(clerk, disk)
    stop_printer(clerk, disk)
    clerk.kill()
    return clerk.tap.finish()


sys.exit(main(*sys.argv[1:]))
