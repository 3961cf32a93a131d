# SPDX-License-Identifier: GPL-3.0-or-later
"""Shelf tags from the window, by keyboard and scanner alone: a station is added, tags are bound by two scans in either order, a price is
changed in the editor and comes to the shelf, the list of differences empties, and what shelves show is certified.

usage: shelf.py WORK STATION    WORK has the profile of a synced shop; STATION is the address of a simulated station with tags of its own.
"""
import os
import sqlite3
import sys

from clerk import Clerk
from screen import Atspi, find, shows, wait

PROOF_PIXELS = 4
N_TAGS = 3
SHELF_S = 40  # until a tag that wakes every few seconds has what it should show, on a machine that has much else to do


class Shelf:
    """What tags.db says of the tags."""
    def __init__(self, profile):
        self.path = 'file:%s?mode=ro' % os.path.join(profile, 'tags.db')

    def rows(self, sql, *values):
        with sqlite3.connect(self.path, uri=True, timeout=30) as db:
            rows = db.execute(sql, values).fetchall()
        db.close()
        return rows

    def keys(self):
        return [key for key, in self.rows('SELECT key FROM tag ORDER BY key')]

    def shown(self, key):
        """The price a tag is proved to show, in minor units, or None."""
        found = self.rows('''SELECT w.price_minor FROM tag t JOIN tag_want w ON w.tag = t.id AND w.gen = t.shown_gen
            WHERE t.key = ? AND t.shown_proof = ?''', key, PROOF_PIXELS)
        return found[0][0] if found else None


def add_station(clerk, address):
    clerk.wait_shows('No Shelf Tags Yet', 'the page says what will be here')
    clerk.keyboard.press('ctrl+3')
    clerk.wait_shows('No Station Yet', 'Ctrl+3 shows the stations')
    clerk.tab_to('Add Station…')
    clerk.keyboard.press('Return')
    clerk.wait_shows('Kind of station', 'Enter asks for its address')
    clerk.keyboard.type_text(address + '\n')
    clerk.wait_shows('It answers', 'Enter tries it')
    clerk.keyboard.press('Return')
    clerk.wait_dialog_gone('Enter adds it')
    clerk.wait_shows('Works', 'it works')
    clerk.keyboard.press('ctrl+1')
    clerk.wait_shows('%d tags' % N_TAGS, 'its tags are listed')


def bind(clerk, shelf, keys, goods):
    """The first two tags: tag and product, then product and tag."""
    clerk.keyboard.press('F8')
    clerk.wait_shows('Scan a Tag or a Product', 'F8 binds by scanning')
    clerk.keyboard.scan([keys[0]])
    clerk.wait_shows('Now Scan the Product', 'the tag is known')
    clerk.keyboard.scan([goods[0][0]])
    clerk.wait_shows('Bound', 'the product scanned after it is bound to it')
    clerk.keyboard.scan([goods[1][0]])
    clerk.wait_shows('Now Scan the Tag', 'the other way round: the product is known')
    clerk.keyboard.scan([keys[1]])
    clerk.wait_shows('Bound', 'the tag scanned after it is bound to it')
    clerk.keyboard.press('Escape')
    clerk.wait_dialog_gone('Escape ends it')
    clerk.tap.check(wait(lambda: all(shelf.shown(key) is not None for key in keys[:2]), SHELF_S), 'both are proved to show their prices')
    clerk.wait_shows('Pixels verified', 'the list says so')


def change_price(clerk, shelf, key, code, name):
    """In the editor; the tag follows by itself."""
    minor = shelf.shown(key)
    old, new = '%.2f' % (minor / 100), '%.2f' % (minor / 100 + 1)
    clerk.keyboard.press('alt+2')
    clerk.keyboard.scan([code])
    clerk.wait_shows('Basics', 'a scan on the page of products opens “%s”' % name)
    clerk.keyboard.press('ctrl+4')
    clerk.wait_shows('Record %s, tag %s' % (old, old), 'Ctrl+4 shows what its shelf says')
    clerk.set_price(old, new)
    clerk.tap.check(wait(lambda: shelf.shown(key) == minor + 100, SHELF_S), 'its tag is proved to show the new price')
    clerk.keyboard.press('ctrl+4')
    clerk.wait_shows('Record %s, tag %s' % (new, new), 'and the editor says so')
    clerk.keyboard.press('Escape')


def certify(clerk):
    path = os.path.join(clerk.work, 'certificate.pdf')
    clerk.keyboard.press('alt+5', 'ctrl+2')
    clerk.tap.check(wait(lambda: shows(clerk.root, 'Shelf, Record and Till Agree'), SHELF_S), 'nothing differs: the list is empty')
    clerk.tab_to('Certificate…')
    clerk.keyboard.press('Return')
    clerk.wait_shows('PDF, to print and sign', 'Enter asks of which moment')
    clerk.tab_to('Save…')
    clerk.keyboard.press('Return')
    clerk.choose_file('Save the Certificate', path)
    clerk.tap.wait(lambda: os.path.exists(path) and b'%%EOF' in open(path, 'rb').read()[-16:], 'the certificate is written')
    clerk.wait_shows('Certificate saved', 'the window says so')


def main(work, station):
    clerk, shelf = Clerk(work), Shelf(os.path.join(work, 'profile'))
    with open(os.path.join(work, 'goods'), encoding='utf-8') as lines:
        goods = [line.rstrip('\n').split('|', 1) for line in lines]
    clerk.start('tags')
    add_station(clerk, station)
    keys = shelf.keys()
    bind(clerk, shelf, keys, goods)
    clerk.keyboard.press('alt+2')
    clerk.tap.check(find(clerk.root, Atspi.Role.TABLE_ROW, '') is not None or wait(lambda: shows(clerk.root, 'New Product')), 'Alt+2 shows Products')
    change_price(clerk, shelf, keys[0], *goods[0])
    certify(clerk)
    clerk.kill()
    return clerk.tap.finish()


sys.exit(main(*sys.argv[1:]))
