# SPDX-License-Identifier: GPL-3.0-or-later
"""The paper of a simulated label printer: what came out of it, read back from its PNG files as a scanner would."""
import os
import re
import subprocess
import urllib.request

from screen import wait

SHEET = re.compile(r'<figure class=(whole|torn)>.*?/sheet/(\d+)\.png.*?<figcaption>\d+( · fed)?')
COUNT = re.compile(r'(\d+) labels? came out')


class Paper:
    def __init__(self, url, folder):
        self.url, self.folder, self.sheets = url, folder, []
        self.known = 0  # sheets looked at, the fed ones too

    def do(self, word):
        """What a person does to the printer: "paper-out", "power-off" … (backroom-sim printer --help)."""
        urllib.request.urlopen(urllib.request.Request(self.url + 'do/' + word, method='POST')).close()

    def get(self):
        with urllib.request.urlopen(self.url + 'paper') as answer:
            return answer.read().decode()

    def count(self):
        """Labels that came out whole since the printer was made."""
        return int(COUNT.search(self.get()).group(1))

    def words(self):
        """What the printer says of itself."""
        return re.sub('<[^>]*>', ' ', self.get().split('</p>')[0]).strip()

    def wait_count(self, number):
        return wait(lambda: self.count() >= number)

    def read(self, sheet):
        """The barcode on a sheet, or '' when it has none that can be read."""
        path = os.path.join(self.folder, 'label-%06d.png' % (sheet + 1))
        if not wait(lambda: os.path.exists(path)):
            return ''
        lines = subprocess.run(['ZXingReader', '-1', '-single', path], capture_output=True, text=True, check=False).stdout
        found = re.search(r'"([^"]*)"\s*$', lines.strip())
        return found.group(1) if found else ''

    def new_codes(self):
        """Barcodes of the labels that came out whole since the last call, in their order. A torn label is none; paper that was fed neither."""
        sheets = sorted((int(number), kind, fed) for kind, number, fed in SHEET.findall(self.get()) if int(number) >= self.known)
        if sheets and [number for number, _, _ in sheets] != list(range(self.known, self.known + len(sheets))):
            raise OSError('the printer does not show all that came out')
        self.known += len(sheets)
        return [self.read(number) for number, kind, fed in sheets if kind == 'whole' and not fed]
