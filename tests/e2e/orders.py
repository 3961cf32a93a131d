# SPDX-License-Identifier: GPL-3.0-or-later
"""What a profile's print.db says about its orders, and whether the paper agrees."""
import os
import sqlite3
from collections import Counter

QUEUED, LOADING, ARMED, SENT, PRINTED, UNCERTAIN, FAILED, CANCELLED, HELD = range(1, 10)
MOVING = {QUEUED, LOADING, ARMED, SENT}


class Orders:
    def __init__(self, profile):
        self.path = 'file:%s?mode=ro' % os.path.join(profile, 'print.db')

    def rows(self, sql, *values):
        with sqlite3.connect(self.path, uri=True, timeout=30) as db:
            rows = db.execute(sql, values).fetchall()
        db.close()
        return rows

    def last(self):
        """The id of the newest order; 0 = none."""
        return self.rows('SELECT COALESCE(MAX(id), 0) FROM print_job')[0][0]

    def labels(self, job):
        """(barcode or SKU, state, how often it was in doubt), in their order."""
        return self.rows("""SELECT COALESCE(json_extract(i.fields, '$.gtin'), json_extract(i.fields, '$.barcode'), json_extract(i.fields, '$.sku')), l.state,
            (SELECT COUNT(*) FROM print_event e WHERE e.job = l.job AND e.seq = l.seq AND e.to_state = ?2)
            FROM print_label l JOIN print_item i ON i.job = l.job AND i.item = l.item WHERE l.job = ?1 ORDER BY l.seq""", job, UNCERTAIN)

    def price(self, job, code):
        """What is printed as the price of the label with this barcode."""
        return self.rows("SELECT price FROM print_item WHERE job = ?1 AND (json_extract(fields, '$.gtin') = ?2 OR json_extract(fields, '$.barcode') = ?2)",
                         job, code)[0][0]

    def events(self, job):
        return self.rows('SELECT at_us, seq, from_state, to_state, note FROM print_event WHERE job = ?1 ORDER BY id', job)

    def states(self, job):
        return Counter(state for _, state, _ in self.labels(job))

    def is_printed(self, job):
        return set(self.states(job)) == {PRINTED}

    def is_settled(self, job):
        """Nothing of it moves: all is printed, or waits for a person."""
        return not MOVING & set(self.states(job))


def compare(labels, codes):
    """What paper and orders do not agree about: lines to be read. An order must not have the same barcode twice."""
    found, wrong = Counter(codes), []
    for code, state, doubts in labels:
        n = found.pop(code, 0)
        if state == PRINTED and n == 0:
            wrong.append('%s is said to be printed and is not on paper' % code)
        elif n > 1 + doubts:
            wrong.append('%s is on paper %d times and was in doubt %d times' % (code, n, doubts))
        elif n > 0 and state not in (PRINTED, UNCERTAIN, ARMED, SENT) and doubts == 0:
            wrong.append('%s is on paper, in state %d and was never in doubt' % (code, state))
    wrong += ['%s was never ordered' % (code or 'a label without a barcode') for code in found]
    firsts = list(dict.fromkeys(codes))
    if firsts != [code for code, _, _ in labels if code in firsts]:
        wrong.append('the order on paper is another: ' + ' '.join(codes))
    return wrong
