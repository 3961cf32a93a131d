# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints labels from the window by keyboard, and reads them back from the paper.

usage: print.py WORK WEB    WORK has the profile of a synced shop; WEB is the page of its simulated printer.
"""
import sys

from clerk import Clerk
from screen import Atspi, find, shows


def print_chosen(clerk):
    goods = clerk.choose(6)
    clerk.ask_to_print(6)
    clerk.tap.check(find(clerk.root, Atspi.Role.IMAGE, goods[0][1]) is not None, 'the preview is of the first of them')
    job = clerk.place()
    clerk.wait_printed(job, 'all are printed')
    clerk.tap.check(clerk.paper.new_codes() == [code for code, _ in goods], 'the paper has these labels, in their order, none twice')
    clerk.show_labels(5)
    clerk.tap.wait(lambda: shows(clerk.root, '6 of 6 labels'), 'the history says so')


def main(work, web):
    clerk = Clerk(work, web)
    clerk.start()
    print_chosen(clerk)
    clerk.kill()
    return clerk.tap.finish()


sys.exit(main(*sys.argv[1:]))
