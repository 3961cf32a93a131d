# SPDX-License-Identifier: GPL-3.0-or-later
"""What can happen to a label printer in the middle of an order: the window says so, and afterwards the paper has what it should.

usage: trouble.py WORK WEB    WORK has the profile of a synced shop; WEB is the page of its simulated printer.
"""
import json
import os
import sqlite3
import sys

from clerk import NONE, Clerk
from orders import UNCERTAIN, compare
from screen import shows

NUMBER = 14  # labels of an order: at the demo printer's pace some six seconds
EARLY = 3  # how many came out when something happens
ASKING = 'With Questions'  # a template: by its name not the one that is offered


def add_asking_template(work):
    """One like the usual, but that nothing of it is printed again before a person was asked."""
    with open(os.path.join(os.environ['BR_SOURCE_DIR'], 'data', 'labels', 'shelf-60x40.json'), encoding='utf-8') as file:
        template = json.load(file) | {'key': 'asking', 'name': ASKING, 'policy': 'ask'}
    with sqlite3.connect(os.path.join(work, 'profile', 'print.db')) as db:
        db.execute('INSERT INTO label_template (key, revision, name, json, at_us) VALUES (?, 1, ?, ?, 0)',
                   (template['key'], template['name'], json.dumps(template)))
    db.close()


def begin(clerk, template=None):
    """An order of which some labels are out."""
    clerk.paper.new_codes()
    before = clerk.paper.count()
    job, goods = clerk.print_goods(NUMBER, template)
    clerk.tap.check(clerk.paper.wait_count(before + EARLY), 'some labels come out')
    return job, goods


def run_out_of_paper(clerk):
    job, goods = begin(clerk)
    clerk.paper.do('paper-out')
    clerk.show_labels(1)
    clerk.wait_shows('It is out of paper', 'the window says that there is no paper')
    clerk.tap.check(not clerk.orders.is_printed(job), 'in the middle of the order')
    clerk.paper.do('paper-in')
    clerk.wait_printed(job, 'it goes on by itself when there is paper')
    clerk.tap.check(clerk.paper.new_codes() == [code for code, _ in goods], 'with the very label it stopped at: none is missing, none is there twice')
    clerk.tap.wait(lambda: not shows(clerk.root, 'It is out of paper'), 'and the window does not complain any more')


def switch_off(clerk):
    """Shelf labels in doubt are printed again: better twice than not at all."""
    job, goods = begin(clerk)
    clerk.paper.do('power-off')
    clerk.show_labels(1)
    clerk.wait_shows('It is unplugged, switched off or out of reach', 'the window says that the printer is gone')
    clerk.paper.do('power-on')
    clerk.wait_printed(job, 'it goes on by itself when the printer is back')
    labels = clerk.orders.labels(job)
    clerk.tap.check_list(compare(labels, clerk.paper.new_codes()), 'no label is missing; twice are only labels that were in doubt')
    clerk.tap.check([code for code, _, _ in labels] == [code for code, _ in goods], 'and these are what was ordered')


def switch_off_and_ask(clerk):
    """With another template a person is asked; what is answered is what happens."""
    job, goods = begin(clerk, ASKING)
    clerk.paper.do('power-off')
    clerk.paper.do('power-on')
    clerk.show_labels(1)
    clerk.tap.wait(lambda: clerk.orders.states(job)[UNCERTAIN] > 0, 'labels are in doubt')
    doubtful = [code for code, state, _ in clerk.orders.labels(job) if state == UNCERTAIN]
    clerk.wait_shows('%d label' % len(doubtful), 'the window says how many')
    held = clerk.paper.new_codes()
    in_hand = [code for code in held if code in doubtful]
    clerk.settle(dict(goods)[in_hand[-1]] if in_hand else NONE, len(doubtful) - len(in_hand))
    clerk.wait_printed(job, 'it goes on')
    clerk.tap.check(held + clerk.paper.new_codes() == [code for code, _ in goods], 'with the label after it: none is missing, none is there twice')


def main(work, web):
    clerk = Clerk(work, web)
    add_asking_template(work)
    clerk.start()
    run_out_of_paper(clerk)
    switch_off(clerk)
    switch_off_and_ask(clerk)
    clerk.kill()
    return clerk.tap.finish()


sys.exit(main(*sys.argv[1:]))
