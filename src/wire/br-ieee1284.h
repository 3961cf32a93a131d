/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a USB printer says it is (IEEE 1284 device id), and which language that means. */
#pragma once

#include "br-printer.h"

G_BEGIN_DECLS

/** BrDeviceId: the keys that matter; owned texts, NULL = not said, trimmed. */
typedef struct { char *maker, *model, *serial, *description; char **commands; /* upper case, NULL-terminated, never NULL */ } BrDeviceId;
/** br_device_id_parse: never fails: what cannot be read is left out. At most 4 KiB are read. */
BrDeviceId *br_device_id_parse (const char *text);
void        br_device_id_free  (BrDeviceId *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrDeviceId, br_device_id_free)

/** BrLanguageGuess: and how sure: only SURE is used without asking. */
typedef enum { BR_GUESS_NONE = 0, BR_GUESS_LIKELY, BR_GUESS_SURE } BrGuess;
/** br_language_guess: from the id (or NULL) and the USB vendor number (0 = unknown). `head` gets what the model tells, zero members = not said. */
BrGuess     br_language_guess  (const BrDeviceId *id, guint vendor, BrPrinterLanguageId *language, BrHead *head);

G_END_DECLS
