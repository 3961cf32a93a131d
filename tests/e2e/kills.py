# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the program at random moments while labels are printed: afterwards the paper agrees with what the queue says.

usage: kills.py WORK WEB    WORK has the profile of a synced shop; WEB is the page of its simulated printer. BACKROOM_SEED repeats a run,
BACKROOM_E2E_KILLS is how often it is killed (4).
"""
import os
import random
import sys
import time

from clerk import PRINT_S, Clerk
from orders import compare
from screen import wait

NUMBER = 16  # labels of the order
FAR = 8  # labels between two kills: more than are in the printer at once
LATE_S = 0.5  # about a label
SOON_S = 0.15


def kill_while_ordering(clerk, chance):
    """The order is there as a whole, or not at all."""
    goods = clerk.choose(NUMBER)
    clerk.ask_to_print(NUMBER)
    before = clerk.orders.last()
    clerk.keyboard.press('ctrl+Return')
    time.sleep(chance.uniform(0, SOON_S))
    clerk.kill()
    job = clerk.orders.last()
    clerk.start('labels')
    if job == before:
        clerk.tap.check(not clerk.paper.new_codes(), 'killed before the order was kept: nothing is on paper')
        clerk.keyboard.press('alt+2')
        job, goods = clerk.print_goods(NUMBER)
    clerk.tap.check([code for code, _, _ in clerk.orders.labels(job)] == [code for code, _ in goods], 'the order is whole')
    return job


def kill_while_printing(clerk, job, chance):
    wanted = clerk.paper.count() + chance.randint(0, FAR)
    wait(lambda: clerk.paper.count() >= wanted or clerk.orders.is_printed(job), PRINT_S)
    time.sleep(chance.uniform(0, LATE_S))
    clerk.kill()
    print('# killed; the queue says %s' % dict(clerk.orders.states(job)))
    clerk.start('labels')


def main(work, web):
    seed = int(os.environ.get('BACKROOM_SEED', time.time_ns() % 1000000))
    chance, clerk = random.Random(seed), Clerk(work, web)
    print('# BACKROOM_SEED=%d' % seed)
    clerk.start()
    job = kill_while_ordering(clerk, chance)
    for _ in range(int(os.environ.get('BACKROOM_E2E_KILLS', 4))):
        kill_while_printing(clerk, job, chance)
    clerk.wait_printed(job, 'after all that it is printed to its end')
    labels = clerk.orders.labels(job)
    print('# in doubt: %d' % sum(doubts for _, _, doubts in labels))
    clerk.tap.check_list(compare(labels, clerk.paper.new_codes()), 'no label is missing; twice are only labels that were in doubt')
    clerk.show_labels(5)
    clerk.wait_shows('%d of %d labels' % (NUMBER, NUMBER), 'the history says so')
    clerk.kill()
    return clerk.tap.finish()


sys.exit(main(*sys.argv[1:]))
