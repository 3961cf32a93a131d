# SPDX-License-Identifier: GPL-3.0-or-later
# Checks of the translation. Sourced by check.sh.

# Every file with text for people is listed in po/POTFILES, and every file listed is there.
check_potfiles ()
{
  [ -f po/POTFILES ] || return 77
  {
    { sources '^src/.*\.c$' | xargs -r grep -lE '(^|[^A-Za-z0-9_])((_|N_|C_|NC_|ngettext|gettext|g_dpgettext2) ?\("|g_dngettext \()'
      sources '^ui/.*\.blp$' | xargs -r grep -lE '\bC?_\("'
      sources '^data/.*\.(desktop|metainfo\.xml)\.in$|^data/.*\.gschema\.xml$'
    } | sort -u | comm -23 - <(grep -v '^#' po/POTFILES | sort -u) | sed 's/$/ is not in po\/POTFILES/'
    grep -v '^#' po/POTFILES | grep . | while read -r file; do [ -f "$file" ] || echo "po/POTFILES lists $file, which is not there"; done
  } | none
}

# translation_gaps PO POT: prints what a fresh merge leaves untranslated or fuzzy.
translation_gaps ()
{
  local merged
  merged=$(mktemp)
  msgmerge --quiet --no-fuzzy-matching -o "$merged" "$1" "$2" && msgfmt --check --check-accelerators=_ -o /dev/null "$merged" 2>&1
  msgattrib --untranslated --no-obsolete --no-wrap "$merged" | grep -E '^(#:|msgid)' | grep -v '^msgid ""$' | sed "s,^,$1 lacks: ,"
  msgattrib --only-fuzzy --no-obsolete --no-wrap "$merged" | grep -E '^msgid' | grep -v '^msgid ""$' | sed "s,^,$1 fuzzy: ,"
  rm -f "$merged"
}

# Every text of the sources, as they are now, is translated in every language of po/LINGUAS.
check_translation ()
{
  local language pot
  [ -f po/POTFILES ] && [ -f po/LINGUAS ] || return 77
  pot=$(mktemp --suffix=.pot)
  xgettext --from-code=UTF-8 --add-comments --files-from=po/POTFILES --output="$pot" --keyword=_ --keyword=N_ --keyword=C_:1c,2 \
    --keyword=NC_:1c,2 --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3 --keyword=ngettext:1,2 2> /dev/null
  grep -v '^#' po/LINGUAS | tr ' ' '\n' | grep . | while read -r language; do translation_gaps "po/$language.po" "$pot"; done | none
}

# The help's texts, too.
check_help_translation ()
{
  local pot
  [ -d help/C ] || return 77
  pot=$(mktemp --suffix=.pot)
  itstool -o "$pot" help/C/*.page
  translation_gaps help/zh_CN/zh_CN.po "$pot" | none
}
