/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `backroom-sim esl`. */
#pragma once

/** br_sim_esl_main: its exit status; argv[0] is the word "esl". */
int br_sim_esl_main (int argc, char **argv);
