# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo shop's HQ, started again where it was before."""
import os
import subprocess


class Hq:
    def __init__(self, folder, port):
        program = os.path.join(os.environ['BR_BUILD'], 'src', 'sim', 'backroom-sim')
        self.process = subprocess.Popen([program, 'demo', '--dir', folder, '--port', str(port)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:  # the last thing it says when it is ready
            if line.startswith('login '):
                return
        raise OSError('HQ did not start')

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
