// What core says of facts of subjects and of columns, listed so that translators get it (see ui/shell/core_catalogue.cpp).
#include <QtGlobal>

namespace leukolens::ui {

[[maybe_unused]] static const char* const kFactTexts[] = {
    QT_TRANSLATE_NOOP("Core", "is outside %1 to %2 years"),
    QT_TRANSLATE_NOOP("Core", "is outside %1 to %2 ×%3⁹/L"),
    QT_TRANSLATE_NOOP("Core", "is outside %1 to %2 %"),
    QT_TRANSLATE_NOOP("Core", "is not a number"),
    QT_TRANSLATE_NOOP("Core", "may have a comma for decimals or for thousands"),
    QT_TRANSLATE_NOOP("Core", "is longer than %1 bytes"),
    QT_TRANSLATE_NOOP("Core", "is a date, which traces a person"),
    QT_TRANSLATE_NOOP("Core", "Say which column it is."),
    QT_TRANSLATE_NOOP("Core", "Check the column of the classes."),
    QT_TRANSLATE_NOOP("Core", "Call it subject, or say which column it is."),
    QT_TRANSLATE_NOOP("Core", "Restore the file from a copy, or remove it: then no typed fact is known."),
    QT_TRANSLATE_NOOP("Core", "Add that fact to the table or type it in, or stratify by nothing."),
    QT_TRANSLATE_NOOP("Core", "Choose another protocol, or stratify by nothing."),
    QT_TRANSLATE_NOOP("Core", "the protocol paper splits by image, so it cannot stratify by a fact of subjects"),
    QT_TRANSLATE_NOOP("Core", "says of no subject what to stratify by (sex)"),
    QT_TRANSLATE_NOOP("Core", "says of no subject what to stratify by (immunophenotype)"),
    QT_TRANSLATE_NOOP("Core", "says of no subject what to stratify by (response)"),
};

}  // namespace leukolens::ui
