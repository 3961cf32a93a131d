# SPDX-License-Identifier: GPL-3.0-or-later
"""Presses keys on an X display by XTest. What is sent together is played by the server with the pauses asked for: a sender that has
to wait for the processor makes no scan slower."""
import ctypes

KEYS = {'\n': 'Return', '\t': 'Tab', ' ': 'space', '-': 'minus', '.': 'period', ',': 'comma', '_': 'underscore', '/': 'slash', ':': 'colon', '@': 'at',
        '"': 'quotedbl', '=': 'equal', '(': 'parenleft', ')': 'parenright'}
MODIFIERS = {'ctrl': 'Control_L', 'alt': 'Alt_L', 'shift': 'Shift_L'}
TYPING_MS = 60  # between two keys: a quick person, slower than any scanner
SCANNING_MS = 2  # a scanner


class Keyboard:
    def __init__(self):
        self.x11, self.xtst = ctypes.CDLL('libX11.so.6'), ctypes.CDLL('libXtst.so.6')
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XStringToKeysym.restype = ctypes.c_ulong
        self.x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self.x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        self.x11.XkbKeycodeToKeysym.argtypes = [ctypes.c_void_p, ctypes.c_ubyte, ctypes.c_uint, ctypes.c_uint]
        self.x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        self.x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self.xtst.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        self.display = self.x11.XOpenDisplay(None)
        if not self.display:
            raise OSError('no X display')

    def event(self, code, is_press, pause_ms=0):
        self.xtst.XTestFakeKeyEvent(self.display, code, is_press, pause_ms)

    def find(self, name):
        """The key of a keysym, and whether Shift is needed."""
        keysym = self.x11.XStringToKeysym(name.encode())
        code = self.x11.XKeysymToKeycode(self.display, keysym)
        if not code:
            raise ValueError('no key for ' + name)
        return code, self.x11.XkbKeycodeToKeysym(self.display, code, 0, 0) != keysym

    def tap(self, name, pause_ms, modifiers=()):
        """Presses and releases one key, after the pause."""
        code, is_shifted = self.find(name)
        held = [self.find(MODIFIERS[modifier])[0] for modifier in modifiers] + ([self.find('Shift_L')[0]] if is_shifted else [])
        for modifier in held:
            self.event(modifier, 1)
        self.event(code, 1, pause_ms)
        self.event(code, 0)
        for modifier in reversed(held):
            self.event(modifier, 0)

    def sync(self):
        """Waits until the server has played everything."""
        self.x11.XSync(self.display, 0)

    def type_text(self, text, pause_ms=TYPING_MS):
        for character in text:
            self.tap(KEYS.get(character, character), pause_ms)
        self.sync()

    def press(self, *keys):
        """Shortcuts like "ctrl+k"; keys by their names."""
        for key in keys:
            *modifiers, name = key.split('+')
            self.tap(name, TYPING_MS, modifiers)
        self.sync()

    def scan(self, codes, gap_ms=0, end='\n'):
        """Codes, each with its end key, `gap_ms` apart."""
        for code in codes:
            for number, character in enumerate(code + end):
                self.tap(KEYS.get(character, character), SCANNING_MS if number else max(gap_ms, SCANNING_MS))
        self.sync()
