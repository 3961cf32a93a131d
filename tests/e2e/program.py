# SPDX-License-Identifier: GPL-3.0-or-later
"""Backroom, started and ended as often as a test needs."""
import os
import subprocess

from screen import find_application


SIZE = '1500x1100'  # so large that some dozen goods are seen at once


class Program:
    """A running Backroom, signed in as BR_LOGIN with BACKROOM_PASSWORD; `root` is its accessible. What it says is added to WORK/log."""
    def __init__(self, work, page, preexec=None):
        program = os.path.join(os.environ['BR_BUILD'], 'src', 'app', 'backroom')
        command = [program, '--profile', os.path.join(work, 'profile'), '--sign-in', os.environ['BR_LOGIN'], '--page', page, '--size', SIZE]
        with open(os.path.join(work, 'log'), 'ab') as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, preexec_fn=preexec,
                                            env=dict(os.environ, G_DEBUG=os.environ['BR_PROGRAM_DEBUG']))
        self.root = find_application(self.process.pid)

    def kill(self):
        """It gets no chance to write anything more."""
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
