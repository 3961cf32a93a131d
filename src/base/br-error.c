/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain. */
#include "br-error.h"

G_DEFINE_QUARK (br - error - quark, br_error)
