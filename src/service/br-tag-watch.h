/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keeps what bound tags are to show up to date: after each commit that may change it, and when a price begins or ends by itself. What comes next is drawn before, and tags.db is
 * kept bounded. A thread of its own. What the store fails to do (a full disk) is done again, for all tags, a minute later. A clock that was changed is met within a minute, too:
 * set forward, what is due by then is wanted; set back, what was not due yet is not wanted any more.
 */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

typedef struct _BrTagWatch BrTagWatch;

/** br_tag_watch_new: looks at all bound tags at once, and then at what changes. `store` must have threads. In the program that drives the stations. */
BrTagWatch *br_tag_watch_new  (BrStore *store);
/** br_tag_watch_look_again: at all bound tags: something that no commit of goods tells of may have changed. From any thread. */
void        br_tag_watch_look_again (BrTagWatch *self);
/** br_tag_watch_free: waits for what is under way. Not from a listener of the store. */
void        br_tag_watch_free (BrTagWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagWatch, br_tag_watch_free)

G_END_DECLS
