# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles includes that must and must not work, with each layer's own compiler command; prints what is not as it should be."""
import json
import os
import shlex
import subprocess
import sys

# layer: a header it must see, headers it must not see.
RULES = {
    'base': ('br-id.h', ['br-schema.h', 'br-db.h']),
    'domain': ('br-id.h', ['br-db.h', 'br-transport.h', 'br-store.h', 'libsoup/soup.h', 'gtk/gtk.h']),
    'sql': ('br-id.h', ['br-schema.h', 'br-store.h', 'gtk/gtk.h']),
    'wire': ('br-schema.h', ['br-db.h', 'br-store.h', 'libsoup/soup.h', 'gtk/gtk.h']),
    'store': ('br-schema.h', ['br-catalogue-service.h', 'libsoup/soup.h', 'gtk/gtk.h']),
    'service': ('br-store.h', ['gtk/gtk.h', 'br-window.h']),
    'server': ('br-db.h', ['br-store.h', 'br-catalogue-service.h', 'gtk/gtk.h']),
    'sim': ('br-transport.h', ['br-db.h', 'br-store.h', 'gtk/gtk.h']),
    'app': ('br-schema.h', ['br-db.h', 'br-store.h', 'br-outbox-store.h']),
}


def command_of(layer, commands, top):
    """The compiler command of one source of the layer, without its input and output."""
    for entry in commands:
        source = os.path.realpath(os.path.join(entry['directory'], entry['file']))
        if source.startswith(os.path.join(top, 'src', layer) + os.sep):
            words, out = shlex.split(entry['command']), []
            while words:
                word = words.pop(0)
                if word in ('-o', '-MF', '-MQ'):
                    words.pop(0)
                elif word not in ('-c', '-MD', entry['file']) and not word.endswith('ccache'):
                    out.append(word)
            return out, entry['directory']
    return None


def compiles(command, directory, header):
    result = subprocess.run(command + ['-fsyntax-only', '-w', '-x', 'c', '-'], cwd=directory, text=True, capture_output=True,
                            input='#include "%s"\n' % header, check=False)
    return result.returncode == 0


def main(top, path):
    with open(path, encoding='utf-8') as text:
        commands = json.load(text)
    for layer, (right, wrong) in RULES.items():
        found = command_of(layer, commands, top)
        if not found:
            continue
        if not compiles(*found, right):
            print('src/%s should see %s, and does not' % (layer, right))
        for header in wrong:
            if compiles(*found, header):
                print('src/%s must not see %s, and does' % (layer, header))


main(os.path.realpath(sys.argv[1]), sys.argv[2])
