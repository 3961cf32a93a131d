#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Example of a program that shows Backroom's pictures on shelf tags of any maker.

Copy it, change it, and give its whole path as the address of a station of the kind "program". Backroom runs it without arguments, writes one JSON
object to its standard input and reads one from its standard output; it has two minutes, and may answer 4 MiB at most.

    {"backroom": 1, "list": true}
 -> {"tags": {"KEY": {"width": 296, "height": 128, "colours": ["white", "black", "red"], "signal": -61}}}

    {"backroom": 1, "send": {"KEY": {"bitmap": "<PNG, base64>", "title": "Green tea"}}}
 -> {"sent": {"KEY": {"status": "OK"}}}         the tag says that it has the picture
    {"sent": {"KEY": {"status": "TIMEOUT"}}}    the tag was not reached

Up to 50 tags come in one request. Answer before the two minutes are over: a program that takes longer is ended, and gets fewer at once.

Colours: white, black, red, yellow, green, blue, orange; white and black are always needed. The width or the height is a multiple of 8. "signal" (dBm) may be
left out. A tag the answer does not name counts as unknown, and is sent again later. To say that the base station cannot be reached, end with an
exit code other than 0 and write nothing. What is written to standard error goes to Backroom's log.

This example keeps each picture as a file in the folder TAGS_FOLDER (or ./tags).
"""
import base64
import json
import os
import sys

TAGS = {
    "shelf-1": {"width": 296, "height": 128, "colours": ["white", "black", "red"]},
    "shelf-2": {"width": 200, "height": 96, "colours": ["white", "black"]},
}


def show(key, png):
    """Replace this: hand the PNG to the tag, and return whether the tag has it."""
    folder = os.environ.get("TAGS_FOLDER", "tags")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, key + ".png"), "wb") as out:
        out.write(png)
    return True


def main():
    request = json.load(sys.stdin)
    if request.get("list"):
        answer = {"tags": TAGS}
    else:
        answer = {"sent": {}}
        for key, picture in request.get("send", {}).items():
            if key in TAGS:
                shown = show(key, base64.b64decode(picture["bitmap"]))
                answer["sent"][key] = {"status": "OK" if shown else "TIMEOUT"}
    json.dump(answer, sys.stdout)


main()
