/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A label template: what is on a label, where, and from which fields. Lengths are hundredths of a millimetre, so that a template
 * says the same on every head; dots come in when it is rendered. Texts are templates themselves: {…} holds an expression
 * (br-label-expr.h). The file format, "label/1", is in wire/br-wire-template.h.
 */
#pragma once

#include "br-label-fields.h"
#include "br-tag-type.h"

G_BEGIN_DECLS

#define BR_LABEL_MM          100    /* units of length in a millimetre */
#define BR_LABEL_TAG_PIXEL   20     /* units of length in a pixel of a shelf tag: 5 pixels are a millimetre on paper, whatever they are on the glass */
#define BR_LABEL_MAX_SIDE    200000 /* 2 m */
#define BR_LABEL_MAX_OBJECTS 200    /* in a template, those in groups and tables counted */
#define BR_LABEL_MAX_DEPTH   4      /* groups within groups */
#define BR_LABEL_MAX_TEXT    4096   /* bytes of a value before and after its expressions are worked out */
#define BR_LABEL_MAX_TEXTS   (256 * 1024)      /* bytes of all texts of a template */
#define BR_LABEL_MAX_IMAGES  (2 * 1024 * 1024) /* bytes of all pictures of a template */

/** BrLabelKind: what the label is for; decides which fields there are, the default policy, and whether it counts as a shelf's price. */
typedef enum
{
  BR_LABEL_SHELF = 1, BR_LABEL_PRODUCT, BR_LABEL_PROMOTION, BR_LABEL_CLEARANCE, BR_LABEL_WAYBILL, BR_LABEL_MEMBER, BR_LABEL_OTHER,
  BR_LABEL_TAG /* an electronic shelf label: nothing is printed; BR_LABEL_TAG_PIXEL units are a pixel */
} BrLabelKind;

/** BrMediaTracking: how the printer finds the beginning of a label. */
typedef enum { BR_MEDIA_GAP = 1, BR_MEDIA_MARK, BR_MEDIA_CONTINUOUS } BrMediaTracking;

/** BrMedia: the paper. */
typedef struct
{
  int             width, height; /* of one label, 1..BR_LABEL_MAX_SIDE */
  int             gap;           /* between two labels along the roll, or height of the mark */
  BrMediaTracking tracking;
  guint           across;        /* labels side by side on the roll, 1..8 */
  int             column_gap;    /* between them */
  int             corner;        /* radius of the die-cut corner, for the preview */
} BrMedia;

/** BrPrintPolicy: what becomes of a label of which nobody knows whether it came out. */
typedef enum { BR_POLICY_ASK = 1, BR_POLICY_AT_LEAST_ONCE /* print again */, BR_POLICY_AT_MOST_ONCE /* never by itself */ } BrPrintPolicy;

/** BrLabelFieldType: how a field's text is read by expressions. */
typedef enum { BR_LABEL_FIELD_TEXT = 1, BR_LABEL_FIELD_DECIMAL, BR_LABEL_FIELD_DATE, BR_LABEL_FIELD_FLAG, BR_LABEL_FIELD_GTIN, BR_LABEL_FIELD_LIST } BrLabelFieldType;

/** BrLabelField: one field the template reads. What the goods do not give is asked when printing. */
typedef struct
{
  char            *name;     /* a-z, 0-9, _ ; begins with a letter */
  BrLabelFieldType type;
  gboolean         required; /* a label without it is not printed */
  char            *title;    /* what a person is asked for, or NULL */
  char            *sample;   /* for the preview without goods, or NULL; of a LIST: as br_label_rows_parse takes it */
  char            *extra;    /* keys of the file this version does not know, as JSON object text, or NULL; kept */
} BrLabelField;

typedef enum { BR_LABEL_OBJECT_TEXT = 1, BR_LABEL_OBJECT_CODE, BR_LABEL_OBJECT_IMAGE, BR_LABEL_OBJECT_LINE, BR_LABEL_OBJECT_BOX, BR_LABEL_OBJECT_ELLIPSE, BR_LABEL_OBJECT_GROUP, BR_LABEL_OBJECT_TABLE } BrLabelObjectType;
typedef enum { BR_LABEL_LEFT = 1, BR_LABEL_CENTRE, BR_LABEL_RIGHT } BrLabelAlign; /* or top, middle, bottom */
/** BrLabelFit: what happens to a text that does not fit its box. */
typedef enum { BR_FIT_ERROR = 1, BR_FIT_SHRINK, BR_FIT_WRAP, BR_FIT_SHRINK_WRAP, BR_FIT_ELLIPSIS } BrLabelFit;
typedef enum
{
  BR_CODE_EAN13 = 1, BR_CODE_EAN8, BR_CODE_UPCA, BR_CODE_CODE128, BR_CODE_GS1_128, BR_CODE_ITF14, BR_CODE_QR, BR_CODE_DATAMATRIX, BR_CODE_GS1_DATAMATRIX,
  BR_CODE_DATABAR, BR_CODE_DATABAR_EXPANDED,
  BR_N_CODES
} BrLabelSymbology;
/** BrLabelHri: where the digits of a linear barcode stand. */
typedef enum { BR_HRI_NONE = 1, BR_HRI_BELOW, BR_HRI_ABOVE } BrLabelHri;
typedef enum { BR_DITHER_THRESHOLD = 1, BR_DITHER_ORDERED } BrLabelDither;

/** BrLabelObject: one thing on the label. Owned texts; members its type does not use keep their defaults. */
typedef struct
{
  BrLabelObjectType type;
  char  *name;      /* for people and problems, or NULL */
  int    x, y;      /* of its upper left corner, before it is turned */
  int    width, height; /* >= 0; of a line: the way to its end, which may be negative */
  guint  turn;      /* quarters clockwise, 0..3, about the middle of the box */
  char  *value;     /* TEXT, CODE: text with {…}; TABLE: the name of a list field; BOX: text that gives how much of it there is from the left, per cent; NULL or "" = all */
  char  *when;      /* expression; the object is there only while it is true; NULL = always */
  BrTagColour ink;  /* TEXT, IMAGE, LINE, BOX, ELLIPSE: its colour; on paper all but white are black. Bars of a CODE are black: a scanner's light is red */
  /* TEXT, and the digits of CODE */
  char  *font;      /* family, NULL = sans */
  int    size;      /* of the letters, units of length */
  int    min_size;  /* for SHRINK; 0 = 60 % of size */
  int    weight;    /* 100..1000 */
  gboolean italic, struck /* crossed out */, inverted /* white on a box of its ink */;
  BrLabelAlign align, valign;
  BrLabelFit fit;
  guint  lines;     /* at most, 0 = what the box holds */
  /* CODE */
  BrLabelSymbology symbology;
  guint  module_dots; /* width of the narrowest bar, 0 = the widest that fits */
  BrLabelHri hri;
  int    ec_level;    /* QR: 0..3 = L M Q H */
  /* IMAGE */
  GBytes *image;      /* PNG or JPEG as given, or NULL */
  BrLabelDither dither;
  int    threshold;   /* 0..255, a darker dot is black */
  /* LINE, BOX, ELLIPSE */
  int    thickness;
  gboolean filled;
  int    corner;      /* BOX: radius */
  /* GROUP, TABLE */
  GPtrArray *children; /* of BrLabelObject, never NULL; places are relative to this one and within it; of a TABLE: the cells of one row */
  int    row_height;   /* TABLE */
  char  *extra;       /* as in BrLabelField */
} BrLabelObject;

/** BrLabelTemplate: immutable once shared, atomically reference counted. */
typedef struct
{
  char          *key;      /* stable name of the template in this shop: "shelf-60x40" for those that come with Backroom, else a UUID */
  int            revision; /* counts saved changes; 0 = as it comes with Backroom */
  char          *name;
  BrLabelKind    kind;
  BrMedia        media;
  BrPrintPolicy  policy;
  guint          turn;     /* of the whole label on the roll, quarters */
  GPtrArray     *fields;   /* of BrLabelField */
  GPtrArray     *objects;  /* of BrLabelObject, later ones above */
  char          *media_extra, *extra; /* as in BrLabelField */
} BrLabelTemplate;

BrLabelTemplate *br_label_template_new   (void);
/** br_label_template_copy: (transfer full) a deep copy that may be changed. */
BrLabelTemplate *br_label_template_copy  (const BrLabelTemplate *self);
BrLabelTemplate *br_label_template_ref   (BrLabelTemplate *self);
void             br_label_template_unref (BrLabelTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelTemplate, br_label_template_unref)
/** br_label_template_get_canvas: what objects are placed on: the paper, or with an odd turn the paper on its side (height x width). */
void             br_label_template_get_canvas (const BrLabelTemplate *self, int *width, int *height);
/** br_label_template_tag_room: pixels a shelf tag has more than the design needs, 0 = it fits exactly; -1 = it is not for tags, or larger than this one.
 *  Of several designs the one with least room suits best; it is drawn in the middle. */
int              br_label_template_tag_room (const BrLabelTemplate *self, const BrTagType *type);
/** br_label_template_find_field: (transfer none) by name, or NULL. */
const BrLabelField *br_label_template_find_field (const BrLabelTemplate *self, const char *name);
/** br_label_rows_parse: (transfer full) a list as people type it, rows on lines of their own or with "|" between: "name=value; name=value"; a first value without name is "name". */
GPtrArray       *br_label_rows_parse (const char *text);
/** br_label_template_samples: the samples of its fields, lists taken apart; what a preview without goods shows. */
BrLabelFields   *br_label_template_samples (const BrLabelTemplate *self);
/** br_label_template_check: limits, names, that boxes lie on the label, that expressions parse and name declared fields. Errors: INVALID, RANGE; the message names object and key. */
gboolean         br_label_template_check (const BrLabelTemplate *self, GError **error);

/** br_label_object_new: empty, with the defaults of the file format: letters of 3 mm, shrinking to fit; EAN-13 with digits below; lines of 0.25 mm. */
BrLabelObject   *br_label_object_new     (BrLabelObjectType type);
BrLabelObject   *br_label_object_copy    (const BrLabelObject *self);
void             br_label_object_free    (BrLabelObject *self);
/** br_label_object_bounds: the box it covers once turned; of a line, the box around its ends. */
void             br_label_object_bounds  (const BrLabelObject *self, int *x, int *y, int *width, int *height);
BrLabelField    *br_label_field_new      (const char *name, BrLabelFieldType type);
BrLabelField    *br_label_field_copy     (const BrLabelField *self);
void             br_label_field_free     (BrLabelField *self);

G_END_DECLS
