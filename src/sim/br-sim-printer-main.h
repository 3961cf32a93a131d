/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `backroom-sim printer`. */
#pragma once

/** br_sim_printer_main: its exit status; argv[0] is the word "printer". */
int br_sim_printer_main (int argc, char **argv);
