/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is being designed: a draft template, what of it is selected, and every state it was in. No widgets. An edit copies the draft,
 * changes the copy and puts it in its place, so a step back is just the draft of before; pictures are shared between copies.
 *
 * One works on one list of objects at a time: those of the label, or, after entering it, those of a group or a table. Places are
 * relative to that list's area.
 */
#pragma once

#include "br-label-template.h"
#include <glib-object.h>

G_BEGIN_DECLS

#define BR_TYPE_DESIGNER_MODEL (br_designer_model_get_type ())
/** BrDesignerModel: emits "changed" when the draft is another, and "selected" when what is selected or worked on is. */
G_DECLARE_FINAL_TYPE (BrDesignerModel, br_designer_model, BR, DESIGNER_MODEL, GObject)

/** BrDesignerArea: a rectangle in hundredths of a millimetre. */
typedef struct { int x, y, width, height; } BrDesignerArea;

/** br_designer_model_new: a draft of `template`, which is as saved. */
BrDesignerModel       *br_designer_model_new         (const BrLabelTemplate *template);
/** get: (transfer none) the draft of now; never changed, only replaced. */
BrLabelTemplate       *br_designer_model_get         (BrDesignerModel *self);
/** is_changed: whether the draft is another than what was last saved. */
gboolean               br_designer_model_is_changed  (BrDesignerModel *self);
/** mark_saved: `template`, a draft of before or now, is in the store as `revision`. The way back stays. */
void                   br_designer_model_mark_saved  (BrDesignerModel *self, BrLabelTemplate *template, int revision);
/** get_base: revision in the store that the draft was made from. */
int                    br_designer_model_get_base    (BrDesignerModel *self);

/** BrDesignerEdit: changes `draft`; `objects` is the list worked on, `selection` (of guint, ascending) may be changed too. FALSE = nothing to do. */
typedef gboolean (*BrDesignerEdit) (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data);
/** edit: one step. Edits in a row with the same `series` (or NULL = of its own) are taken back together, until end_series. FALSE when there was nothing to do. */
gboolean               br_designer_model_edit        (BrDesignerModel *self, const char *series, BrDesignerEdit edit, gpointer data);
void                   br_designer_model_end_series  (BrDesignerModel *self);
gboolean               br_designer_model_can_undo    (BrDesignerModel *self);
gboolean               br_designer_model_can_redo    (BrDesignerModel *self);
void                   br_designer_model_undo        (BrDesignerModel *self);
void                   br_designer_model_redo        (BrDesignerModel *self);

/** get_objects: (transfer none) the list worked on. */
GPtrArray             *br_designer_model_get_objects (BrDesignerModel *self);
/** get_area: where that list lies on the label; its size is what its objects must stay within. */
BrDesignerArea         br_designer_model_get_area    (BrDesignerModel *self);
/** enter: works on the objects of the group or table at `index`; FALSE for others, and for turned ones. */
gboolean               br_designer_model_enter       (BrDesignerModel *self, guint index);
/** leave: back to the list around; FALSE on the label itself. */
gboolean               br_designer_model_leave       (BrDesignerModel *self);

/** get_selection: (transfer none) of guint, ascending indexes of get_objects. */
const GArray          *br_designer_model_get_selection (BrDesignerModel *self);
gboolean               br_designer_model_is_selected (BrDesignerModel *self, guint index);
/** get_single: (transfer none) the one object selected, or NULL. */
const BrLabelObject   *br_designer_model_get_single  (BrDesignerModel *self);
/** select: `indexes` may hold what is not there, and anything twice. */
void                   br_designer_model_select      (BrDesignerModel *self, const guint *indexes, gsize n_indexes);
/** toggle: adds to the selection or takes from it. */
void                   br_designer_model_toggle      (BrDesignerModel *self, guint index);
void                   br_designer_model_select_all  (BrDesignerModel *self);
/** select_area: the objects that touch `area` of the list. */
void                   br_designer_model_select_area (BrDesignerModel *self, const BrDesignerArea *area);
/** select_next: by `step` (1 or -1) through the list. */
void                   br_designer_model_select_next (BrDesignerModel *self, int step);
/** set_values: what the label shows now, at that time; decides which objects' conditions hold. NULL = all objects are there. */
void                   br_designer_model_set_values  (BrDesignerModel *self, const BrLabelFields *values, gint64 now_us);
/** is_shown: whether the object is on the label now. */
gboolean               br_designer_model_is_shown    (BrDesignerModel *self, const BrLabelObject *object);
/** find_at: the uppermost object at a place of the list, give or take `slack`, one that is shown before one that is not; FALSE when there is none. */
gboolean               br_designer_model_find_at     (BrDesignerModel *self, int x, int y, int slack, guint *index);
/** get_bounds: the box around what is selected; FALSE, and an empty one, when nothing is. */
gboolean               br_designer_model_get_bounds  (BrDesignerModel *self, BrDesignerArea *out);

G_END_DECLS
